//! Renders the price list of the SKUs in the environment variable `SKUS` (comma-separated).
//!
//! An ordinary program on Rust's standard library: environment, standard error, clock and random numbers (those of
//! `HashSet`) reach the host through WASI. What `run` returns depends on `SKUS` and the calculator alone.

wit_bindgen::generate!({ path: "../wit", world: "storefront" });

use example::pricing::calculator::{calculate, Quote};
use std::collections::HashSet;
use std::fmt::Write;
use std::time::Instant;

const DEFAULT_SKUS: &str = "a,b,promo-c,nope";

struct Storefront;

export!(Storefront);

impl Guest for Storefront {
    fn run() -> String {
        let skus = skus();
        let started = Instant::now();
        let quotes = calculate(&skus);
        eprintln!("storefront: {} of {} SKUs priced in {:?}", quotes.len(), skus.len(), started.elapsed());
        price_list(&skus, &quotes)
    }
}

/// The SKUs asked for, each once, in their first order.
fn skus() -> Vec<String> {
    let listed = std::env::var("SKUS").unwrap_or_else(|_| DEFAULT_SKUS.to_string());
    let mut seen = HashSet::new();
    listed
        .split(',')
        .map(str::trim)
        .filter(|sku| !sku.is_empty() && seen.insert(sku.to_string()))
        .map(String::from)
        .collect()
}

fn price_list(skus: &[String], quotes: &[Quote]) -> String {
    let mut text = format!("{:<10} {:>9} {:>7} {:>9}\n", "SKU", "BASE", "OFF", "PRICE");
    for sku in skus {
        match quotes.iter().find(|quote| quote.sku == *sku) {
            Some(quote) => {
                let price = quote.base_price * (1.0 - f64::from(quote.discount_pct) / 100.0);
                writeln!(text, "{:<10} {:>9.2} {:>6.1}% {:>9.2}", sku, quote.base_price, quote.discount_pct, price)
            }
            None => writeln!(text, "{:<10} {:>9}", sku, "not sold"),
        }
        .expect("writing to a String never fails");
    }
    text
}
