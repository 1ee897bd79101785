"""The language of the windows, switched while they are open.

Every sentence stays a ``Text`` until the moment it is shown. A widget is told its sentence once with
``Language.word`` and is worded again whenever the person picks the other language.
"""

from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QSettings, QTranslator, Signal
from shiboken6 import isValid

from desktop.texts import CHINESE, ENGLISH, LANGUAGES, Text

_KEY = "language"


class Language(QObject):
    """Words sentences in the chosen language.

    Signals:
        changed: the person chose the other language; what is not bound by ``word`` words itself anew.
    """

    changed = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self._qt_texts = QTranslator(self)
        self._words: WeakKeyDictionary[QObject, dict[str, Text]] = WeakKeyDictionary()
        remembered = str(settings.value(_KEY, ""))
        self._code = remembered if remembered in LANGUAGES else _of_the_system()
        self._word_qt()

    @property
    def code(self) -> str:
        """``"en"`` or ``"zh_CN"``."""
        return self._code

    def __call__(self, text: Text) -> str:
        """Word one sentence now."""
        return text.in_language(self._code)

    def word(self, target: QObject, text: Text | None, setter: str = "setText") -> None:
        """Show ``text`` on ``target`` through its method ``setter``, now and after each switch.

        None shows nothing.
        """
        texts = self._words.setdefault(target, {})
        if text is None:
            texts.pop(setter, None)
            getattr(target, setter)("")
        elif texts.get(setter) != text:
            texts[setter] = text
            getattr(target, setter)(self(text))

    def choose(self, code: str) -> None:
        """Switch to ``code`` and remember it."""
        if code not in LANGUAGES:
            raise ValueError(code)
        self._settings.setValue(_KEY, code)
        if code == self._code:
            return
        self._code = code
        self._word_qt()
        for target, texts in tuple(self._words.items()):
            if isValid(target):
                for setter, text in texts.items():
                    getattr(target, setter)(self(text))
        self.changed.emit()

    def other(self) -> str:
        """Return the language that is not chosen."""
        return ENGLISH if self._code == CHINESE else CHINESE

    def close(self) -> None:
        """Take Qt's own texts back out of the application."""
        QCoreApplication.removeTranslator(self._qt_texts)

    def _word_qt(self) -> None:
        """Word what Qt itself says (the buttons of its dialogs, the menus of its fields)."""
        QCoreApplication.removeTranslator(self._qt_texts)
        if self._code == CHINESE:
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._qt_texts.load("qtbase_zh_CN", folder):
                QCoreApplication.installTranslator(self._qt_texts)


def _of_the_system() -> str:
    chinese = QLocale.system().language() == QLocale.Language.Chinese
    return CHINESE if chinese else ENGLISH
