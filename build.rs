//! Generates the parser from `grammar/`.

fn main() {
    println!("cargo:rerun-if-changed=grammar");
    if let Err(error) = lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .emit_rerun_directives(true)
        .process()
    {
        println!("cargo:warning={error}");
        std::process::exit(1);
    }
}
