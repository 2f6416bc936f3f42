# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Encrypted text columns: text in Python, sealed bytes in the database, no lookups.

A row names its key subject by `key_subject_id`. `base.keys.open_keys` hands the opened data key to
a page of rows (`attach_key`; b"" when erased), together with the audit of the read; the column
itself never queries for it. Sealing binds a text to table, column and row.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn, Self, cast

from django import forms
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext

from stellwerk.vault.crypto import (
    Unreadable,
    place_of,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

logger = logging.getLogger(__name__)

#: Where an opened key lies in a row; nobody says it but the three functions at the end.
KEY = "data_key"
#: Inside Django's own copying from row to row the sealed bytes pass unopened.
_passing_sealed: ContextVar[bool] = ContextVar("stellwerk_passing_sealed", default=False)


class KeyNotOpened(RuntimeError):  # noqa: N818
    """A programming error: a sealed text was touched before the key of its row was opened."""


class UnreadableText(str):
    """What is shown instead of a text that cannot be opened. Assigning it changes nothing."""

    __slots__ = ()

    @classmethod
    def note(cls) -> Self:
        return cls(gettext("not readable"))


class Sealed(bytes):
    """The sealed form of one text, as it stands in the database."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<sealed>"


class _Clear:
    """A text or a file's content assigned but not yet sealed; refuses to be pickled."""

    __slots__ = ("text",)

    def __init__(self, text: Any) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "<clear text>"

    def __copy__(self) -> "_Clear":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Clear":
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("A text that is not sealed yet is not pickled: save the row first.")


@contextmanager
def passing_sealed() -> Iterator[None]:
    """Inside, reading the column gives the sealed bytes as they are and needs no key."""
    token = _passing_sealed.set(True)
    try:
        yield
    finally:
        _passing_sealed.reset(token)


class SealedAttribute(DeferredAttribute):
    """Opens on reading, keeps what was assigned until it is sealed for the database."""

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        data = instance.__dict__
        name = self.field.attname
        if name not in data:
            # deferred: Django loads the one column, still sealed
            with passing_sealed():
                super().__get__(instance, cls)
        value = data[name]
        if value is None or isinstance(value, str) or _passing_sealed.get():
            return value
        if isinstance(value, _Clear):
            return value.text
        if not isinstance(value, bytes):
            return value  # an expression such as Now() or F()
        return cast("EncryptedTextField", self.field).open(instance, value)

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, UnreadableText):
            return
        if isinstance(value, str):
            value = _Clear(str(value))
        elif isinstance(value, bytes | memoryview | bytearray) and not isinstance(value, Sealed):
            value = Sealed(value)
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg] # generic only in stubs
    """A text that exists in the database only as AES-256-GCM (see `vault.crypto`)."""

    descriptor_class = SealedAttribute
    empty_values = [None, ""]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)
        if self.unique or self.primary_key or kwargs.get("db_index"):
            raise FieldError("A sealed column cannot be unique or indexed.")

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        if cls.refresh_from_db is models.Model.refresh_from_db:
            cls.refresh_from_db = _refresh_sealed  # type: ignore[method-assign] # on purpose

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        if not self.editable:
            kwargs["editable"] = False
        return name, path, args, kwargs

    def _check_str_default_value(self) -> list[Any]:
        return []

    def get_default(self) -> Any:
        default = models.Field.get_default(self)
        return default if self.has_default() else (None if self.null else "")

    # --- sealing and opening --------------------------------------------------------------------

    def place(self, instance: models.Model) -> bytes:
        """The associated data of this column in this row."""
        return place_of(instance._meta.db_table, str(self.column), instance.pk)

    def open(self, instance: models.Model, blob: bytes) -> Any:
        """The text of a sealed value, or `UnreadableText` (logged without content)."""
        return self._opened(key_of(instance), instance._meta.db_table, instance.pk, blob)

    def open_value(self, key: bytes, row_id: object, blob: bytes | None) -> Any:
        """The same for a row fetched as plain values; ``key`` is its subject's, opened before."""
        return None if blob is None else self._opened(key, self.model._meta.db_table, row_id, blob)

    def _opened(self, key: bytes, table: str, row_id: object, blob: bytes) -> Any:
        try:
            if not key:
                return self.unreadable()
            return self.unsealed(key, blob, place_of(table, str(self.column), row_id))
        except Unreadable:
            logger.warning("Sealed value not readable: %s.%s of row %s", table, self.column, row_id)
            return self.unreadable()

    def unreadable(self) -> Any:
        """What stands in for a value that cannot be opened."""
        return UnreadableText.note()

    def unsealed(self, key: bytes, blob: bytes, place: bytes) -> Any:
        return unseal(key, blob, place)

    def sealed(self, key: bytes, value: Any, place: bytes) -> bytes:
        return seal(key, str(value), place)

    def seal(self, instance: models.Model, text: Any) -> Sealed:
        """Seal a text for this column of this row; raises KeyNotOpened without a key."""
        key = key_of(instance)
        if not key:
            raise Unreadable("The key of this row is erased; nothing can be written under it.")
        return Sealed(self.sealed(key, text, self.place(instance)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, _Clear):
            value = self.seal(model_instance, value.text)
            model_instance.__dict__[self.attname] = value
        elif add and isinstance(value, Sealed):
            # bytes taken from elsewhere must belong here, or they would be lost
            key = key_of(model_instance)
            if key:
                self.unsealed(key, value, self.place(model_instance))
        return value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    # --- the ways past sealing, closed ----------------------------------------------------------

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str | _Clear):
            raise TypeError(
                f"A clear text for {self.model.__name__}.{self.name}: use seal_for() for updates."
            )
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError("A sealed column can be asked for nothing but isnull.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> NoReturn:
        raise FieldError("A sealed column has no transforms.")

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise TypeError("Sealed columns are not serialised; use the exports of `privacy`.")

    # --- forms ----------------------------------------------------------------------------------

    def to_python(self, value: Any) -> Any:
        return value

    def formfield(self, **kwargs: Any) -> Any:
        defaults: dict[str, Any] = {"form_class": forms.CharField, "max_length": self.max_length}
        if self.null:
            defaults["empty_value"] = None
        return models.Field.formfield(self, **{**defaults, **kwargs})


class SealedBytesAttribute(SealedAttribute):
    """The same for a file's content: plain bytes assigned are clear, `Sealed` ones are not."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, bytes | memoryview | bytearray) and not isinstance(value, Sealed):
            value = _Clear(bytes(value))
        instance.__dict__[self.field.attname] = value


class EncryptedBytesField(EncryptedTextField):
    """A file's content, sealed like a text. None is read where it cannot be opened.

    Belongs into a table of its own, so that no list ever loads it.
    """

    descriptor_class = SealedBytesAttribute
    empty_values = [None, b""]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def get_default(self) -> Any:
        return None

    def unreadable(self) -> Any:
        return None

    def unsealed(self, key: bytes, blob: bytes, place: bytes) -> Any:
        return unseal_bytes(key, blob, place)

    def sealed(self, key: bytes, value: Any, place: bytes) -> bytes:
        return seal_bytes(key, bytes(value), place)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"A clear content for {self.model.__name__}.{self.name}.")
        return super().get_db_prep_value(value, connection, prepared)


def _refresh_sealed(self: models.Model, *args: Any, **kwargs: Any) -> None:
    """Django reloads through a second instance that has no key: the bytes pass unopened."""
    with passing_sealed():
        models.Model.refresh_from_db(self, *args, **kwargs)


def seal_for(instance: models.Model, field_name: str, text: str | None) -> Sealed | None:
    """The sealed value of a text for `queryset.update()`; None stays None."""
    if text is None:
        return None
    return sealed_field(type(instance), field_name).seal(instance, text)


def seal_pending(instances: Iterable[models.Model]) -> None:
    """Seal what was assigned, in place: `bulk_update` inside `passing_sealed()` then works."""
    for instance in instances:
        for field in instance._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                field.pre_save(instance, False)


def sealed_fields(model: type[models.Model]) -> list[str]:
    """The names of a model's sealed columns."""
    return [f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)]


def sealed_field(model: type[models.Model], field_name: str) -> EncryptedTextField:
    """One sealed column of a model."""
    field = model._meta.get_field(field_name)
    if not isinstance(field, EncryptedTextField):
        raise FieldError(f"{field_name} is not sealed.")
    return field


def attach_key(instances: Iterable[models.Model], key: bytes) -> None:
    """Hand an opened key to rows of its subject; it lies beside their columns, not among them."""
    for instance in instances:
        instance.__dict__[KEY] = key


def opened_key(instance: models.Model) -> bytes | None:
    """The key that was handed to a row: None when nobody opened it, b"" when it is erased."""
    return instance.__dict__.get(KEY)


def key_of(instance: models.Model) -> bytes:
    """The opened key of a row; b"" when it is erased. Raises KeyNotOpened when nobody asked."""
    key = opened_key(instance)
    if key is None:
        raise KeyNotOpened(
            f"The key of this {type(instance).__name__} was not opened (base.keys.open_keys)."
        )
    return key
