//! Generates the parser from `grammar/`.

fn main() {
    let result = lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .emit_rerun_directives(true)
        .process();
    if let Err(error) = result {
        println!("cargo::error={error}");
    }
}
