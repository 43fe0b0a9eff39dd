"""The rounds of a training, each with its recipe and what its lists are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.train_reader.fit import Recipe

WRITTEN = Path(__file__).parents[1] / "written"
LEARN, FURTHER, DOSSIERS = (WRITTEN / name for name in ("learn", "learn_further", "learn_dossiers"))


@dataclass(frozen=True, slots=True)
class Round:
    """One round: `name` is that of its folder.

    Args:
        recipe: How the adapters are trained.
        public: Share of the lists that come from the public sets at least.
        dossiers: Share that comes from the collections of dossiers; None draws them with the other collections.
        talked: Share of follow-ups, each as it is put after the question before.
        hardest: Whether lists are cut to what the reader of the round before finds best.
    """

    name: str
    recipe: Recipe
    public: float
    dossiers: float | None
    talked: float
    hardest: bool

    @property
    def learn(self) -> dict[Path, float | None]:
        """The written collections, with a share where one is set."""
        return {LEARN: None, FURTHER: None, DOSSIERS: self.dossiers}


def rounds(seed: int) -> tuple[Round, Round]:
    """The broad round, on every list as it is, and the hard one, on what the first finds best."""
    broad = Recipe(seed=seed, steps=2700, questions=12, rate=5e-4, warm_up=100, decay=0.6)
    hard = Recipe(seed=seed, steps=900, questions=24, rate=3e-4, warm_up=40, decay=0.7, lists=0.4, each=1.0)
    return (
        Round("broad", broad, public=0.4, dossiers=0.2, talked=0.08, hardest=False),
        Round("hard", hard, public=0.38, dossiers=None, talked=0.05, hardest=True),
    )
