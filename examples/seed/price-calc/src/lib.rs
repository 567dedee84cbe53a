//! A price calculator with its prices and discounts built in.

wit_bindgen::generate!({ path: "../wit", world: "price-calc" });

use exports::example::pricing::calculator::{Guest, Quote};

struct PriceCalc;

export!(PriceCalc);

impl Guest for PriceCalc {
    fn calculate(skus: Vec<String>) -> Vec<Quote> {
        skus.into_iter().filter_map(quote).collect()
    }
}

/// The quote for one unit; none for a SKU that isn't sold.
fn quote(sku: String) -> Option<Quote> {
    let (base_price, discount_pct) = match sku.as_str() {
        "a" => (10.0, 0.0),
        "b" => (25.5, 7.5),
        "c" => (99.99, 15.0),
        _ => return None,
    };
    Some(Quote { sku, base_price, discount_pct })
}
