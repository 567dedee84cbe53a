'use strict';
// Draws and says the links of what is chosen. All figures are in the page without it.
const SVG = 'http://www.w3.org/2000/svg';
const REACHES = {
  inProcess: 'in process', sameNode: 'on the node', crossNode: 'to another node', crossZone: 'to another zone',
};
const ALL_DRAWN = 600;
const SAID = 6;

function draw(wires, paths, picked) {
  wires.replaceChildren(...Object.entries(paths).map(([reach, d]) => {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', reach + (picked ? ' picked' : ''));
    path.setAttribute('d', d);
    return path;
  }));
}

function list(texts) {
  return texts.slice(0, SAID).join(', ') + (texts.length > SAID ? ', and ' + (texts.length - SAID) + ' more' : '');
}

function cards(map, data) {
  const wires = map.querySelector('.wires');
  const said = map.querySelector('.said');
  const pods = [...map.querySelectorAll('.pods > li')];
  const buttons = [...map.querySelectorAll('.pods button')];
  const hint = said.textContent;
  const name = (pod) => pods[pod].querySelector('button').textContent;
  let pinned = null;

  function paths(links) {
    const origin = map.getBoundingClientRect();
    const centres = new Map();
    const centre = (pod) => {
      if (!centres.has(pod)) {
        const box = pods[pod].getBoundingClientRect();
        centres.set(pod, [box.left + box.width / 2 - origin.left, box.top + box.height / 2 - origin.top]);
      }
      return centres.get(pod);
    };
    const paths = {};
    for (const link of links) {
      const [x1, y1] = centre(link.f);
      const [x2, y2] = centre(link.t);
      // Bent to one side, so that calls there and back are two lines.
      const bend = 0.12;
      const x = (x1 + x2) / 2 + (y2 - y1) * bend;
      const y = (y1 + y2) / 2 - (x2 - x1) * bend;
      paths[link.r] = (paths[link.r] || '') + `M${x1.toFixed(1)} ${y1.toFixed(1)}Q${x.toFixed(1)} ${y.toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`;
    }
    return paths;
  }

  function show(button) {
    pods.forEach((pod) => pod.classList.remove('linked', 'chosen'));
    if (!button) {
      map.classList.remove('choosing');
      said.textContent = hint;
      draw(wires, data.links.length <= ALL_DRAWN ? paths(data.links) : {}, false);
      return;
    }
    const chosen = pods.indexOf(button.parentElement);
    const links = data.links.filter((link) => link.f === chosen || link.t === chosen);
    map.classList.add('choosing');
    pods[chosen].classList.add('chosen');
    links.forEach((link) => pods[link.f === chosen ? link.t : link.f].classList.add('linked'));
    draw(wires, paths(links), true);
    const calls = links.filter((link) => link.f === chosen).map((link) => `${name(link.t)} ${REACHES[link.r]} (${link.c})`);
    const callers = links.filter((link) => link.t === chosen).map((link) => `${name(link.f)} ${REACHES[link.r]} (${link.c})`);
    said.textContent = name(chosen)
      + (calls.length ? ' calls ' + list(calls) : '')
      + (calls.length && callers.length ? ';' : '')
      + (callers.length ? ' is called by ' + list(callers) : '') + '.';
  }

  const rest = () => show(buttons.includes(document.activeElement) ? document.activeElement : pinned);
  buttons.forEach((button, i) => {
    button.tabIndex = i === 0 ? 0 : -1;
    button.addEventListener('pointerenter', () => show(button));
    button.addEventListener('pointerleave', rest);
    button.addEventListener('focus', () => show(button));
    button.addEventListener('blur', () => show(pinned));
    button.addEventListener('click', () => {
      pinned = pinned === button ? null : button;
      show(button);
    });
  });
  map.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = {ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1}[event.key];
    if (event.key === 'Escape') {
      pinned = null;
      document.activeElement.blur();
    } else if (at >= 0 && buttons[to]) {
      event.preventDefault();
      buttons[at].tabIndex = -1;
      buttons[to].tabIndex = 0;
      buttons[to].focus();
    }
  });
  new ResizeObserver(rest).observe(map);
}

function cells(map, data) {
  const area = map.querySelector('.cells');
  const svg = area.querySelector('svg');
  const wires = svg.querySelector('.wires');
  const said = map.querySelector('.said');
  let at = 0;

  const centre = (node) => [(node % data.columns + 0.4) * data.cell, (Math.floor(node / data.columns) + 0.4) * data.cell];

  function show(node) {
    if (!(node >= 0 && node < data.names.length)) {
      return;
    }
    at = node;
    const [x, y] = centre(node);
    const half = data.cell / 2;
    const paths = {cursor: `M${x - half} ${y - half}h${data.cell}v${data.cell}h${-data.cell}z`, crossNode: ''};
    const partners = [];
    for (let i = 0; i < data.calls[node].length; i += 2) {
      const [x2, y2] = centre(data.calls[node][i]);
      paths.crossNode += `M${x} ${y}L${x2} ${y2}`;
      partners.push(`${data.names[data.calls[node][i]]} (${data.calls[node][i + 1]})`);
    }
    draw(wires, paths, true);
    said.textContent = `${data.names[node]}: ${data.pods[node]} Pods, CPU ${data.cpu[node]}%, memory ${data.memory[node]}%`
      + (data.inside[node] ? `; ${data.inside[node]} calls stay here` : '')
      + (partners.length ? `; most calls to and from ${partners.join(', ')}` : '') + '.';
  }

  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    const scale = data.columns * data.cell / box.width;
    const column = Math.floor((event.clientX - box.left) * scale / data.cell);
    show(Math.floor((event.clientY - box.top) * scale / data.cell) * data.columns + column);
  });
  area.addEventListener('focus', () => show(at));
  area.addEventListener('keydown', (event) => {
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + data.columns, ArrowUp: at - data.columns, Home: 0, End: data.names.length - 1}[event.key];
    if (to !== undefined) {
      event.preventDefault();
      show(to);
    }
  });
}

for (const map of document.querySelectorAll('.map')) {
  const script = map.querySelector('script');
  if (script) {
    const data = JSON.parse(script.textContent);
    (data.links ? cards : cells)(map, data);
  }
}
