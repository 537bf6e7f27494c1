"""The figures as one picture."""

from __future__ import annotations

from pathlib import Path

from tests.bench.figures import Figures


def draw(figures: Figures, path: Path) -> bool:
    """Write a PNG; False where no plotting library is installed."""
    try:
        import matplotlib
    except ImportError:
        return False
    matplotlib.use("Agg")
    from matplotlib import pyplot

    width = 4 if figures.scale else 3
    drawing, axes = pyplot.subplots(1, width, figsize=(5 * width, 4), layout="constrained")
    _speeds(axes[0], figures)
    _shares(axes[1], figures)
    axes[2].plot([size / 1000 for size, _ in figures.linear], [seconds for _, seconds in figures.linear], marker="o")
    axes[2].set(title="One article, longer and longer", xlabel="thousand characters", ylabel="CPU seconds")
    if figures.scale:
        _scale(axes[3], figures)
    drawing.savefig(path, dpi=110)
    pyplot.close(drawing)
    return True


def _speeds(axes: object, figures: Figures) -> None:
    found = [
        (row["what"].replace("first run, 1", "hoinghi, 1"), row["articles"])
        for row in figures.rows
        if row.get("articles")
    ]
    found.sort(key=lambda pair: pair[1])
    bars = axes.barh([name for name, _ in found], [speed for _, speed in found])  # type: ignore[attr-defined]
    axes.bar_label(bars, fmt="%.0f", padding=3)  # type: ignore[attr-defined]
    axes.set(title="Articles a CPU second", xscale="log")  # type: ignore[attr-defined]
    axes.margins(x=0.2)  # type: ignore[attr-defined]


def _shares(axes: object, figures: Figures) -> None:
    rooms = list(figures.shares.items())[::-1]
    bars = axes.barh([room for room, _ in rooms], [100 * share for _, share in rooms])  # type: ignore[attr-defined]
    axes.bar_label(bars, fmt="%.0f %%", padding=3)  # type: ignore[attr-defined]
    axes.set(title="Where the time goes")  # type: ignore[attr-defined]
    axes.margins(x=0.2)  # type: ignore[attr-defined]


def _scale(axes: object, figures: Figures) -> None:
    seconds = [point.cpu for point in figures.scale]
    axes.plot(seconds, [point.documents for point in figures.scale], label="documents stored")  # type: ignore[attr-defined]
    axes.set(title="Many documents, 2 workers", xlabel="CPU seconds of all processes", ylabel="documents stored")  # type: ignore[attr-defined]
    memory = axes.twinx()  # type: ignore[attr-defined]
    memory.plot(seconds, [point.memory for point in figures.scale], color="tab:red")
    memory.set_ylabel("MiB of the largest process", color="tab:red")
    memory.set_ylim(bottom=0)
