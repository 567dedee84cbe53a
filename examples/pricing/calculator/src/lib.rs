//! Prices a basket out of the catalog and the discounts.

wit_bindgen::generate!({ path: "../wit", world: "pricing-engine" });

use example::pricing::{catalog, discounts};
use exports::example::pricing::calculator::{Guest, Quote};

struct Calculator;

export!(Calculator);

impl Guest for Calculator {
    fn calculate(skus: Vec<String>) -> Vec<Quote> {
        skus.into_iter().filter_map(quote).collect()
    }
}

fn quote(sku: String) -> Option<Quote> {
    let base_price = catalog::base_price(&sku)?;
    let discount_pct = discounts::percent(&sku, base_price);
    // `as _`: the record's number types are the WIT's to choose; they can be changed there and nowhere else.
    Some(Quote { sku, base_price: base_price as _, discount_pct: discount_pct as _ })
}
