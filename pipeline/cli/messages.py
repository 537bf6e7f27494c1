"""What the command says besides its data: to stderr, in one line, plain where nobody watches."""

from __future__ import annotations

import os
import sys
from types import TracebackType

import click

from pipeline.errors import EXIT_DATA, EXIT_FINE, PipelineError

EXIT_INTERRUPTED = 130


class Complaints:
    """A block whose errors become one line on stderr and an exit code.

    With HOINGHI_DEBUG set, errors that nobody foresaw keep their traceback.
    """

    exit_code = EXIT_FINE

    def __enter__(self) -> Complaints:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        match error:
            case None:
                pass
            case PipelineError():
                self.exit_code = error.exit_code
                complain(str(error))
            case click.exceptions.Exit():
                self.exit_code = error.exit_code
            case click.ClickException():
                self.exit_code = error.exit_code
                error.show()
            case KeyboardInterrupt() | click.Abort():
                self.exit_code = EXIT_INTERRUPTED
                complain("Interrupted. What is stored is kept; the same command goes on where it stopped.")
            case BrokenPipeError():  # whoever reads our output has enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            case SystemExit():
                return False
            case _:
                if os.environ.get("HOINGHI_DEBUG"):
                    return False
                self.exit_code = EXIT_DATA
                complain(
                    f"Unexpected {type(error).__name__}: {error}. "
                    "This is a fault of hoinghi: HOINGHI_DEBUG=1 shows where."
                )
        return True


def complain(message: str) -> None:
    """One line on stderr, control characters of hostile names shown as escapes; red on a terminal."""
    encoding = sys.stderr.encoding or "utf-8"
    line = "".join(char if char.isprintable() else repr(char)[1:-1] for char in message)
    line = line.encode(encoding, "backslashreplace").decode(encoding)
    if sys.stderr.isatty() and "NO_COLOR" not in os.environ:
        line = f"\x1b[31m{line}\x1b[0m"
    sys.stderr.write(line + "\n")
