//! Lua, by mlua: what both of its implementations share.

use std::hint::black_box;

use harness::workload::{Data, blocks, numbered, section};
use harness::{Answer, Bench, Done, Fault, Outcome, Peer, Workload, lend};
use mlua::{Function, HookTriggers, Lua, LuaString, Table, Value, VmState};
use serde_json::{Map, Value as Json};

const POLICIES: &str = include_str!("policies.lua");
const LIBRARY: &str = include_str!("library.lua");

/// How many instructions the limiter lets pass between two looks.
const STRIDE: u32 = 1000;

/// What one implementation writes otherwise than the other.
pub struct Dialect {
    /// The lowest three bits of `i`.
    pub low_bits: &'static str,
    /// What makes the limiter see each instruction.
    pub interpret: &'static str,
}

struct Engine {
    data: Data,
    dialect: Dialect,
    lua: Lua,
    /// A second state, with the limiter on.
    limited: Lua,
    /// Compiled policies: a Lua table has room for more of them than its registry.
    kept: Table,
}

/// Answers the command that the program was started with.
pub fn run(dialect: Dialect) -> Done {
    let data = Data::load()?;
    let (lua, limited) = (state(&data)?, state(&data)?);
    limited.load(dialect.interpret).exec()?;
    let each = HookTriggers::new().every_nth_instruction(STRIDE);
    limited.set_hook(each, |_, _| Ok(VmState::Continue))?;
    let kept = lua.create_table()?;
    harness::run(&Engine {
        data,
        dialect,
        lua,
        limited,
        kept,
    })
}

/// A state with what the host lends.
fn state(data: &Data) -> Result<Lua, Fault> {
    let lua = Lua::new();
    let names = lua.globals();
    let say = |_: &Lua, text: String| {
        lend::say(text);
        Ok(())
    };
    names.set("ak_message", lua.create_function(say)?)?;
    let matches = |_: &Lua, (text, pattern): (LuaString, LuaString)| {
        lend::regex_match(&text.to_str()?, &pattern.to_str()?).map_err(raised)
    };
    names.set("regex_match", lua.create_function(matches)?)?;
    let is_in = |_: &Lua, (address, network): (LuaString, LuaString)| {
        lend::is_in_network(&address.to_str()?, &network.to_str()?).map_err(raised)
    };
    names.set("ip_in", lua.create_function(is_in)?)?;
    let networks = data.parsed_networks()?;
    let is_in_any = move |_: &Lua, address: LuaString| {
        lend::is_in_networks(&address.to_str()?, &networks).map_err(raised)
    };
    names.set("ip_in_networks", lua.create_function(is_in_any)?)?;
    lua.load(LIBRARY).exec()?;
    Ok(lua)
}

fn raised(fault: Fault) -> mlua::Error {
    mlua::Error::runtime(fault)
}

/// Runs the text, which returns the policy's function.
fn compile(lua: &Lua, text: &str) -> mlua::Result<Function> {
    lua.load(text).set_name("policy").eval()
}

fn full(lua: &Lua, policy: &Function, tree: &Map<String, Json>) -> impl Answer + use<> {
    let passing = table(lua, tree).and_then(|request| policy.call::<bool>(request));
    passing.map(|passing| Outcome {
        passing,
        messages: lend::said(),
    })
}

fn table(lua: &Lua, map: &Map<String, Json>) -> mlua::Result<Table> {
    let table = lua.create_table_with_capacity(0, map.len())?;
    for (key, value) in map {
        table.raw_set(key.as_str(), convert(lua, value)?)?;
    }
    Ok(table)
}

fn convert(lua: &Lua, json: &Json) -> mlua::Result<Value> {
    Ok(match json {
        Json::Null => Value::Nil,
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => Value::Integer(number.as_i64().unwrap_or(0)),
        Json::String(text) => Value::String(lua.create_string(text)?),
        Json::Array(items) => {
            let list = lua.create_table_with_capacity(items.len(), 0)?;
            for (place, item) in (1..).zip(items) {
                list.raw_set(place, convert(lua, item)?)?;
            }
            Value::Table(list)
        }
        Json::Object(map) => Value::Table(table(lua, map)?),
    })
}

impl Engine {
    fn text(&self, workload: Workload) -> Result<String, Fault> {
        if workload == Workload::P10 {
            let block = section(POLICIES, "P10.block").ok_or("no block")?;
            let blocks = blocks(block);
            return Ok(format!(
                "return function(request)\nlocal score = 0\n{blocks}return score == 0\nend"
            ));
        }
        let text = section(POLICIES, workload.name()).ok_or("no such policy")?;
        Ok(text.replace("LOW_BITS(i)", self.dialect.low_bits))
    }

    fn measure_bindings(&self, bench: &mut Bench) -> Done {
        let policies: Result<Vec<Function>, Fault> = (0..self.data.groups.len())
            .map(|at| {
                let text = section(POLICIES, &format!("P9_{at}")).ok_or("no such policy")?;
                Ok(compile(&self.lua, text)?)
            })
            .collect();
        let policies = policies?;
        let (tree, member_of) = self.data.visitor()?;
        bench.full(|| {
            let request = table(&self.lua, black_box(&tree))?;
            let passing = lend::any_of(&self.data.groups, &member_of, |at| {
                let policy = policies.get(at);
                let policy = policy.ok_or_else(|| mlua::Error::runtime("no such policy"))?;
                policy.call::<bool>(&request)
            })?;
            let messages = lend::said();
            Ok::<_, mlua::Error>(Outcome { passing, messages })
        });
        Ok(())
    }
}

impl Peer for Engine {
    type Kept = ();

    fn measure(&self, workload: Workload, bench: &mut Bench) -> Done {
        match workload {
            Workload::P9 => return self.measure_bindings(bench),
            Workload::P2Json => {
                bench.skip("the same as P2");
                return Ok(());
            }
            _ => {}
        }
        let text = self.text(workload)?;
        let tree = self.data.request(workload)?;
        let policy = compile(&self.lua, &text)?;
        bench.full(|| full(&self.lua, &policy, black_box(&tree)));
        let policy = compile(&self.limited, &text)?;
        bench.limited(|| full(&self.limited, &policy, black_box(&tree)));
        bench.compile(|| compile(&self.lua, black_box(&text)));
        Ok(())
    }

    fn keep(&self, number: usize) -> Result<Self::Kept, Fault> {
        let text = section(POLICIES, "small").ok_or("no small policy")?;
        let policy = compile(&self.lua, &numbered(text, number))?;
        Ok(self.kept.raw_push(policy)?)
    }
}
