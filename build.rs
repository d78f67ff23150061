//! Lays together what a day's keys run (`assets/day.ld`). A machine reads a program in pieces of 64 KiB, and a
//! clerk's keys ran an eighth of it strewn over two thirds of the pieces. And leaves out what nobody reads
//! (`assets/unwound.ld`).

use std::env;

const LISTS: [&str; 2] = ["day.ld", "unwound.ld"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for list in LISTS {
        println!("cargo:rerun-if-changed=assets/{list}");
    }
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    // Whoever has chosen a linker may have chosen one that reads no such list (gold, mold).
    let chosen = env::var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(|flags| flags.contains("fuse-ld"));
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && !chosen {
        let folder = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
        for list in LISTS {
            println!("cargo:rustc-link-arg-bins=-T{folder}/assets/{list}");
        }
    }
}
