//! `import` and `from ... import`.

use super::super::refusal::refused;
use super::emitter::{Done, Emitter};
use crate::code::Instr;
use crate::syntax::tree::Alias;

impl<'t> Emitter<'_, 't> {
    pub(super) fn import(&mut self, names: &'t [Alias<'t>]) -> Done {
        for alias in names {
            let dotted = alias.name.name;
            let module = self.name(dotted)?;
            self.put(Instr::Import(module))?;
            if let Some(name) = alias.asname {
                self.store(name.name)?;
                continue;
            }
            // `import a.b` binds the module `a`.
            let first = dotted.split('.').next().unwrap_or(dotted);
            if first.len() < dotted.len() {
                self.put(Instr::Pop)?;
                let module = self.name(first)?;
                self.put(Instr::Import(module))?;
            }
            self.store(first)?;
        }
        Ok(())
    }

    pub(super) fn import_from(
        &mut self,
        module: Option<&'t str>,
        names: &'t [Alias<'t>],
        level: u32,
    ) -> Done {
        if level == 0 && module == Some("__future__") {
            let message = "from __future__ imports must occur at the beginning of the file";
            return Err(refused(message, self.at));
        }
        match module {
            Some(module) if level == 0 => {
                let module = self.name(module)?;
                self.put(Instr::Import(module))?;
            }
            _ => self.refuse_relative()?,
        }
        for alias in names {
            let name = self.name(alias.name.name)?;
            self.put(Instr::ImportFrom(name))?;
            self.store(alias.asname.unwrap_or(alias.name).name)?;
        }
        self.put(Instr::Pop)
    }

    /// A policy belongs to no package.
    fn refuse_relative(&mut self) -> Done {
        let class = self.name("ImportError")?;
        self.put(Instr::LoadGlobal(class))?;
        self.text("attempted relative import with no known parent package")?;
        self.put(Instr::Call(1))?;
        self.put(Instr::Raise)
    }
}
