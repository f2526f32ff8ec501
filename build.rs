//! Generates the parser from `grammar/`.

use std::path::Path;
use std::{env, fs, io};

fn main() {
    let result = lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .emit_rerun_directives(true)
        .process();
    let result = result.map_err(|error| error.to_string()).and_then(|()| {
        let parser = env::var("OUT_DIR").unwrap_or_default();
        let parser = Path::new(&parser).join("policy.rs");
        inline_pops(&parser).map_err(|error| error.to_string())
    });
    if let Err(error) = result {
        println!("cargo::error={error}");
    }
}

/// Has what takes one symbol from the parser's stack inlined: most reductions take several.
fn inline_pops(parser: &Path) -> io::Result<()> {
    const POP: &str = "    fn __pop_Variant";
    let inlined = format!("    #[inline(always)]\n{POP}");
    let text = fs::read_to_string(parser)?;
    if text.contains(&inlined) {
        return Ok(());
    }
    fs::write(parser, text.replace(POP, &inlined))
}
