// The calculator's logic as a static program for a container: reads a line of SKUs, answers a line of quotes, until there are no
// more.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

var prices = map[string]float64{"a": 10, "b": 25.5, "c": 99.99, "widget": 4.25}

func percent(sku string, base float64) float32 {
	var off float32
	switch {
	case base >= 50:
		off = 15
	case base >= 20:
		off = 7.5
	}
	if strings.HasPrefix(sku, "promo-") {
		off += 5
	}
	return off
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		for _, sku := range strings.Split(lines.Text(), ",") {
			if base, sold := prices[strings.TrimPrefix(sku, "promo-")]; sold {
				fmt.Printf("{sku: %q, base-price: %v, discount-pct: %v} ", sku, base, percent(sku, base))
			}
		}
		fmt.Println()
	}
}
