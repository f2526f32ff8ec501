//! How large a blueprint may be, and become.

/// The limits of one blueprint file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlueprintLimits {
    /// Bytes of the file.
    pub file_bytes: usize,
    /// Levels of nesting, aliases and tags included.
    pub nesting: usize,
    /// Values in the file as written.
    pub values: usize,
    /// Entries, those that loops make included.
    pub entries: usize,
    /// Bytes of all values after tags and aliases are resolved, and of the work to find them.
    pub expansion: usize,
}

impl Default for BlueprintLimits {
    fn default() -> Self {
        Self {
            file_bytes: 4 << 20,
            nesting: 64,
            values: 500_000,
            entries: 20_000,
            expansion: 32 << 20,
        }
    }
}
