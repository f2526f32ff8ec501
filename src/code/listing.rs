//! Programs as text, one line an instruction.

use std::fmt::{self, Write};

use super::constant::Const;
use super::instr::{Conversion, Instr, Label, NameId};
use super::program::{Chunk, Program};
use crate::value::value::ChunkId;

/// The bytecode of a program as text.
#[must_use]
pub fn listing(program: &Program) -> String {
    let mut out = String::new();
    let mut lister = Lister {
        program,
        out: &mut out,
    };
    // Writing to a String does not fail.
    let _ = lister.program();
    out
}

struct Lister<'p> {
    program: &'p Program,
    out: &'p mut String,
}

impl Lister<'_> {
    fn program(&mut self) -> fmt::Result {
        writeln!(self.out, "policy {}", self.program.name())?;
        for (param, slot) in self.program.params().iter() {
            writeln!(self.out, "context {} in slot {}", param.name(), slot.0)?;
        }
        for (number, chunk) in self.program.chunks().iter().enumerate() {
            writeln!(self.out)?;
            self.chunk(number, chunk)?;
        }
        Ok(())
    }

    fn chunk(&mut self, number: usize, chunk: &Chunk) -> fmt::Result {
        let name = u16::try_from(number).map(|id| self.program.qualified_name(ChunkId(id)));
        write!(self.out, "chunk {number} {}", name.unwrap_or_default())?;
        let shape = &chunk.shape;
        let counts = [
            ("positional", shape.positional),
            ("positional-only", shape.positional_only),
            ("keyword-only", shape.keyword_only),
            ("captured", chunk.captured),
        ];
        for (what, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            write!(self.out, ", {count} {what}")?;
        }
        let flags = [
            ("*args", shape.varargs),
            ("**kwargs", shape.kwargs),
            ("generator", chunk.generator),
            ("class", chunk.class),
        ];
        for (what, _) in flags.into_iter().filter(|(_, set)| *set) {
            write!(self.out, ", {what}")?;
        }
        writeln!(self.out, ", depth {}", chunk.entry.depth)?;
        if !chunk.locals.is_empty() {
            let names = chunk.locals.iter().map(|name| match name.as_str() {
                "" => "_",
                name => name,
            });
            writeln!(self.out, "  slots {}", names.collect::<Vec<_>>().join(" "))?;
        }
        for (pc, instr) in chunk.code.iter().enumerate() {
            self.instr(chunk, pc, instr.plain())?;
        }
        for handler in &chunk.handlers {
            writeln!(
                self.out,
                "  {}..{} -> {} depth {}",
                handler.from.0, handler.to.0, handler.at.0, handler.depth
            )?;
        }
        Ok(())
    }

    /// The place stands where it differs from the line before.
    fn instr(&mut self, chunk: &Chunk, pc: usize, instr: Instr) -> fmt::Result {
        let place = chunk.places.at(pc);
        let before = pc.checked_sub(1).and_then(|pc| chunk.places.at(pc));
        let place = match place.filter(|place| before != Some(*place)) {
            Some(place) => format!("{}:{}", place.line, place.column),
            None => String::new(),
        };
        let operand = self.operand(chunk, instr);
        let line = format!("  {place:>7} {pc:>4}  {:<20} {operand}", word(instr));
        writeln!(self.out, "{}", line.trim_end())
    }

    fn operand(&self, chunk: &Chunk, instr: Instr) -> String {
        let to = |label: Label| format!("-> {}", label.0);
        if let Some(slot) = instr.slot() {
            let name = match chunk.locals.get(usize::from(slot.0)) {
                Some(name) if !name.is_empty() => name.as_str().to_owned(),
                _ => format!("_{}", slot.0),
            };
            return match instr {
                Instr::LoadOwn { otherwise, .. } => format!("{name} {}", to(otherwise)),
                _ => name,
            };
        }
        match instr {
            Instr::Int(n) => n.to_string(),
            Instr::Const(id) => self.constant(id.0),
            Instr::Binary(op) | Instr::InPlace(op) => op.symbol().into(),
            Instr::Compare(op) => op.symbol().into(),
            Instr::Jump(l) | Instr::JumpIfTrue(l) | Instr::JumpIfFalse(l) => to(l),
            Instr::JumpIfTrueOrPop(l) | Instr::JumpIfFalseOrPop(l) => to(l),
            Instr::ForIter(l) | Instr::Send(l) => to(l),
            Instr::Copy(n) | Instr::Swap(n) | Instr::BuildList(n) | Instr::BuildTuple(n) => {
                n.to_string()
            }
            Instr::BuildSet(n) | Instr::BuildDict(n) | Instr::BuildString(n) => n.to_string(),
            Instr::ListAppend(n) | Instr::SetAdd(n) | Instr::DictInsert(n) => n.to_string(),
            Instr::Unpack(n) | Instr::Call(n) => n.to_string(),
            Instr::UnpackStar { before, after } => format!("{before} * {after}"),
            Instr::Format { conversion, spec } => format(conversion, spec),
            Instr::CallKeywords { count, names } => format!("{count} {}", self.constant(names.0)),
            Instr::CallMethod { name, count } => format!("{} {count}", self.name(name)),
            Instr::CallMethodKeywords { name, count, names } => {
                format!("{} {count} {}", self.name(name), self.constant(names.0))
            }
            Instr::MatchSequence { count, more } => {
                format!("{count}{}", if more { " or more" } else { "" })
            }
            Instr::MatchMapping(n) => n.to_string(),
            Instr::MatchInstance { positional, names } => {
                format!("{positional} {}", self.constant(names.0))
            }
            Instr::MakeFunction { chunk, closure } => {
                let parts = [
                    (closure.defaults, " defaults"),
                    (closure.keyword_defaults, " keyword-defaults"),
                    (closure.captured, " captured"),
                ];
                let parts = parts.into_iter().filter(|part| part.0).map(|part| part.1);
                format!("chunk {}{}", chunk.0, parts.collect::<String>())
            }
            Instr::BuildSlice(set)
            | Instr::CallUnpacked { keywords: set }
            | Instr::RaiseAssert(set) => {
                if set {
                    "with".into()
                } else {
                    String::new()
                }
            }
            _ => instr
                .name()
                .map_or_else(String::new, |name| self.name(name)),
        }
    }

    fn name(&self, id: NameId) -> String {
        let name = self.program.names().get(usize::from(id.0));
        name.map_or_else(String::new, |name| name.as_str().to_owned())
    }

    fn constant(&self, id: u16) -> String {
        let mut out = String::new();
        if let Some(constant) = self.program.constants().get(usize::from(id)) {
            let _ = show(constant, &mut out);
        }
        out
    }
}

/// The variant's name.
fn word(instr: Instr) -> String {
    let debug = format!("{instr:?}");
    let end = debug.find(['(', ' ', '{']).unwrap_or(debug.len());
    debug.get(..end).unwrap_or_default().to_owned()
}

fn format(conversion: Conversion, spec: bool) -> String {
    let conversion = match conversion {
        Conversion::Plain => "",
        Conversion::Str => "!s",
        Conversion::Repr => "!r",
        Conversion::Ascii => "!a",
    };
    format!("{conversion}{}", if spec { ":" } else { "" })
}

fn show(constant: &Const, out: &mut String) -> fmt::Result {
    let list = |items: &[Const], out: &mut String| {
        items.iter().enumerate().try_for_each(|(at, item)| {
            out.push_str(if at > 0 { ", " } else { "" });
            show(item, out)
        })
    };
    match constant {
        Const::Int(n) => write!(out, "{n}"),
        Const::Big(n) => write!(out, "{n}"),
        Const::Float(x) => write!(out, "{x:?}"),
        Const::Str(text) => write!(out, "{:?}", text.as_str()),
        Const::Bytes(bytes) => write!(out, "b\"{}\"", bytes.as_slice().escape_ascii()),
        Const::Tuple(items) => {
            out.push('(');
            list(items, out)?;
            out.push(')');
            Ok(())
        }
        Const::FrozenSet(items) => {
            out.push('{');
            list(items, out)?;
            out.push('}');
            Ok(())
        }
        Const::None => write!(out, "None"),
        Const::Bool(truth) => write!(out, "{}", if *truth { "True" } else { "False" }),
        Const::Ellipsis => write!(out, "..."),
        Const::Inet(written) => write!(out, "{}('{written}')", written.function()),
        Const::Names(names) => {
            let names = names.iter().map(|name| name.as_str());
            write!(out, "{}", names.collect::<Vec<_>>().join(" "))
        }
    }
}
