"""Templates while they are written: a broken one is told with its place, and its last good version stays. Knows Jinja only."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError

Source = tuple[str, str | None, Callable[[], bool] | None]
"""What a loader gives: the text, its file, and whether the file is still as it was."""


class LastGoodLoader(BaseLoader):
    """Another loader's templates, each in the last version that could be compiled."""

    def __init__(self, inner: BaseLoader, say: Callable[[str], None]) -> None:
        """`say` is told of each fault once."""
        self.inner, self.say = inner, say
        self.environment: Environment | None = None
        self.loaded: dict[str, Source] = {}
        """By name, as loaded last, be it good or not."""
        self.good: dict[str, str] = {}
        self.faults: dict[str, str] = {}

    def get_source(self, environment: Environment, template: str) -> Source:
        """The template's text, the last good one where it is broken now.

        Raises TemplateNotFound, and TemplateSyntaxError where there has been no good one yet.
        """
        self.environment = environment
        source, file, is_current = self.inner.get_source(environment, template)
        self.loaded[template] = source, file, is_current
        try:
            environment.compile(source, template, file, raw=True)
        except TemplateSyntaxError as error:
            self._note(template, f"{file or template}:{error.lineno}: {error.message}; mend the template")
            if template not in self.good:
                raise
        else:
            self.good[template] = source
            self.faults.pop(template, None)
        return self.good[template], file, is_current

    def find_fault(self) -> str | None:
        """What is wrong with one of the templates that pages were made of, or None."""
        for name, (_source, _file, is_current) in list(self.loaded.items()):
            if self.environment is not None and is_current is not None and not is_current():
                try:
                    self.get_source(self.environment, name)
                except (TemplateNotFound, TemplateSyntaxError):
                    continue  # gone, so that nothing is made of it; or noted already
        return next(iter(self.faults.values()), None)

    def _note(self, template: str, fault: str) -> None:
        if self.faults.get(template) != fault:
            self.say(fault)
        self.faults[template] = fault


def place_in_template(error: BaseException, folders: tuple[Path, ...]) -> str | None:
    """`path:line` of the template that an exception came out of, the innermost one; None where it came from elsewhere."""
    frames = traceback.extract_tb(error.__traceback__)
    found = [frame for frame in frames if any(Path(frame.filename).is_relative_to(folder) for folder in folders)]
    templates = [frame for frame in found if not frame.filename.endswith(".py")]
    return f"{templates[-1].filename}:{templates[-1].lineno}" if templates else None
