//! A change that another program came before is planned again, on what the file says now.

use tip_plan::Plan;
use tip_workspace::TargetKind;

use super::{Opened, Planned};
use crate::change::ATTEMPTS;
use crate::{Failure, Loaded, Place};

impl Opened {
    /// Makes a change that is planned; where the file was changed since it was read, it is read and the change is planned again.
    pub fn settle<T>(
        mut self,
        mut planned: Planned,
        place: &Place,
        mut plan: impl FnMut(&mut Self) -> Result<Planned, Failure>,
        mut make: impl FnMut(&Self, &Planned) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        for _ in 1..ATTEMPTS {
            match make(&self, &planned) {
                Err(failure) if failure.is_stale => {
                    self = self.read_again(place)?;
                    planned = plan(&mut self)?;
                }
                answer => return answer,
            }
        }
        make(&self, &planned)
    }

    /// Reads the file as it is now; the things in it are known by what they say, not by where they stand.
    fn read_again(self, place: &Place) -> Result<Self, Failure> {
        let path = self.snapshot.root().join(self.path());
        let (root, ..) = place.root_of(&path)?;
        let snapshot = place.open_root(root)?.snapshot;
        let entry = snapshot.find(path.as_str(), &place.cwd)?;
        let loaded = Loaded::read(&snapshot, entry)?;
        let files = &loaded.entry.files;
        let file = files.iter().position(|it| it.path == self.path());
        let file = file.ok_or_else(|| self.gone("the file"))?;
        let (_, now) = &loaded.files[file];
        let targets = self.targets.iter();
        let targets = targets.map(|it| self.same(*it, now));
        Ok(Self {
            targets: targets.collect::<Result<_, _>>()?,
            snapshot,
            loaded,
            file,
        })
    }

    /// Finds a thing again by its id.
    fn same(&self, target: TargetKind, now: &Plan) -> Result<TargetKind, Failure> {
        let plan = self.plan_read();
        let (handle, found): (&str, Vec<TargetKind>) = match target {
            TargetKind::Unit(at) => {
                let old = &plan.units[at];
                let units = now.units.iter().enumerate();
                let found = units.filter(|(_, it)| it.id == old.id);
                let found = found.map(|(at, _)| TargetKind::Unit(at));
                (&old.handle, found.collect())
            }
            TargetKind::CheckBox(at) => {
                let old = &plan.boxes[at];
                let boxes = now.boxes.iter().enumerate();
                let found = boxes.filter(|(_, it)| it.id == old.id);
                let found = found.map(|(at, _)| TargetKind::CheckBox(at));
                (&old.handle, found.collect())
            }
        };
        match found.as_slice() {
            [only] => Ok(*only),
            _ => Err(self.gone(&format!("`{handle}`"))),
        }
    }

    fn gone(&self, what: &str) -> Failure {
        Failure::user(format!(
            "`{}` was changed meanwhile, and {what} is not what it was",
            self.path()
        ))
        .hint("nothing was written to it: look at it, and run it again")
    }
}
