//! What can be wrong with a program.

use crate::host::Param;

/// What is wrong with a program: a damaged file, or a bug of the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("chunk {chunk}, instruction {pc}: {fault}")]
pub struct VerifyError {
    /// The function.
    pub chunk: usize,
    /// The instruction; 0 for the chunk as a whole.
    pub pc: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// The faults of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No chunk, or more than can be numbered.
    #[error("there are {0} chunks")]
    Chunks(usize),
    /// More constants or names than can be numbered.
    #[error("there are {0} constants or names")]
    Tables(usize),
    /// No code, or more than allowed.
    #[error("there are {0} instructions")]
    Length(usize),
    /// Parameters, locals and captured variables do not fit together.
    #[error("the slots do not fit the function")]
    Slots,
    /// The first chunk takes arguments, captures, stands inside another, has a name of its own or too few
    /// slots.
    #[error("the first chunk is no policy's body")]
    First,
    /// A chunk stands inside one that comes later.
    #[error("the function stands inside a later one")]
    Outer,
    /// A context name that is read has no slot.
    #[error("the context name {0:?} has no slot")]
    Param(Param),
    /// The places are not in order.
    #[error("the places are not in order")]
    Places,
    /// A label outside the code.
    #[error("the label {0} lies outside the code")]
    Label(u32),
    /// A slot that the frame does not have.
    #[error("there is no slot {0}")]
    Slot(u16),
    /// A slot used both with and without a box.
    #[error("slot {0} is used both with and without a box")]
    Mixed(u16),
    /// A constant that is not there or of the wrong kind.
    #[error("constant {0} is not there or of the wrong kind")]
    Const(u16),
    /// A name that is not there.
    #[error("there is no name {0}")]
    Name(u16),
    /// An operand that makes no sense.
    #[error("the operand makes no sense")]
    Operand,
    /// A fused instruction: they are made after verifying.
    #[error("a fused instruction in a file")]
    Fused,
    /// A function made of a chunk that is not there, or with other captures than it has.
    #[error("chunk {0} cannot be made a function here")]
    Function(u16),
    /// A captured variable on its way to anything but a function.
    #[error("a captured variable is not collected for a function")]
    Capture,
    /// An instruction of generators outside one.
    #[error("an instruction of generators outside a generator")]
    Generator,
    /// A handler that covers nothing.
    #[error("a handler covers nothing")]
    Handler,
    /// Operands taken that are not there.
    #[error("takes {takes} operands of {depth}")]
    Underflow {
        /// How many it takes.
        takes: u32,
        /// How many there are.
        depth: u32,
    },
    /// Two paths meet with different depths.
    #[error("reached with {0} and with {1} operands")]
    Depth(u32, u32),
    /// Covered by a handler that keeps more operands than there are.
    #[error("a handler keeps {0} operands of {1}")]
    HandlerDepth(u32, u32),
    /// More operands than a frame may have.
    #[error("too many operands")]
    Overflow,
    /// Execution can run off the end.
    #[error("the code can run off its end")]
    End,
}
