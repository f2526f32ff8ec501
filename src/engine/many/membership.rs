//! Whom the users and groups match that targets bind: found once, for all subjects and all targets.

use super::bits::Bits;
use super::crowd::Crowd;
use super::names::Names;
use crate::engine::binding::{Binding, Bound};
use crate::engine::mode::Mode;
use crate::host::{Request, Subject, User};

/// The users and groups that are bound, each with the subjects that it matches: who is it, or is a
/// member of it, also by inheritance.
pub(super) struct Membership<'b> {
    /// Who is signed in: nobody else passes, negated or not.
    present: Bits,
    len: usize,
    rows: Vec<Row<'b>>,
    users: Names<'b>,
    groups: Names<'b>,
}

struct Row<'b> {
    bound: &'b Bound,
    subjects: Bits,
}

impl<'b> Membership<'b> {
    /// Of all that these bindings bind.
    pub fn of(
        bindings: impl Iterator<Item = &'b Binding>,
        crowd: &Crowd<'_>,
        request: &Request<'_>,
    ) -> Self {
        let mut found = Self {
            present: Bits::none(crowd.len()),
            len: crowd.len(),
            rows: Vec::new(),
            users: Names::default(),
            groups: Names::default(),
        };
        bindings.for_each(|binding| found.add(&binding.what));
        match crowd {
            Crowd::Users(users) => found.mark_users(users),
            Crowd::Asking => found.mark_subject(request.user()),
        }
        found
    }

    fn add(&mut self, bound: &'b Bound) {
        let row = self.rows.len();
        let is_new = match bound {
            Bound::User(user) => self.users.add(&user.pk, &user.username, row),
            Bound::Group(group) => self.groups.add(&group.pk, &group.name, row),
            Bound::Policy(_) | Bound::Nothing => false,
        };
        if is_new {
            let subjects = Bits::none(self.len);
            self.rows.push(Row { bound, subjects });
        }
    }

    fn mark_users(&mut self, users: &[&User]) {
        let Self {
            present,
            rows,
            users: names,
            groups,
            ..
        } = self;
        let signed_in = users.iter().enumerate();
        for (at, user) in signed_in.filter(|(_, user)| !user.is_anonymous()) {
            present.insert(at);
            let mut mark = |row: usize| {
                if let Some(row) = rows.get_mut(row) {
                    row.subjects.insert(at);
                }
            };
            names.each(&user.pk, &user.username, &mut mark);
            if !groups.is_empty() {
                for group in user.all_groups() {
                    groups.each(&group.pk, &group.name, &mut mark);
                }
            }
        }
    }

    fn mark_subject(&mut self, subject: &dyn Subject) {
        if !subject.is_anonymous() {
            self.present.insert(0);
        }
        for row in &mut self.rows {
            let matches = match row.bound {
                Bound::User(user) => subject.is_user(user),
                Bound::Group(group) => subject.is_member(group),
                Bound::Policy(_) | Bound::Nothing => false,
            };
            if matches {
                row.subjects.insert(0);
            }
        }
    }

    /// Whom user and group bindings let pass together; none, if there are none.
    pub fn aggregate<'a>(
        &self,
        mode: Mode,
        bindings: impl Iterator<Item = &'a Binding>,
    ) -> Option<Bits> {
        let mut bindings = bindings.peekable();
        bindings.peek()?;
        let mut passing = Bits::filled(self.len, mode == Mode::All);
        for binding in bindings {
            let answer = self.answer(binding);
            match mode {
                Mode::Any => passing.unite(&answer),
                Mode::All => passing.intersect(&answer),
            }
        }
        Some(passing)
    }

    /// Whom a user or group binding lets pass.
    fn answer(&self, binding: &Binding) -> Bits {
        let row = match &binding.what {
            Bound::User(user) => self.users.row(&user.pk, &user.username),
            Bound::Group(group) => self.groups.row(&group.pk, &group.name),
            Bound::Policy(_) | Bound::Nothing => None,
        };
        let row = row.and_then(|row| self.rows.get(row));
        let mut passing = row.map_or_else(|| Bits::none(self.len), |row| row.subjects.clone());
        if binding.terms.negate {
            passing.flip();
        }
        passing.intersect(&self.present);
        passing
    }
}
