# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Network, municipalities, organisations, users, memberships."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from stellwerk.base.ids import new_id
from stellwerk.base.models import Row, VersionedRow
from stellwerk.directory.choices import MunicipalityKind, Role
from stellwerk.vocabulary.models import Term


class Municipality(Row):
    """Kommune: district, city or municipality with its official key (AGS, 5 or 8 digits)."""

    ags = models.CharField(
        "AGS",
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^\d{5}(\d{3})?$", _("An AGS has 5 or 8 digits."))],
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=MunicipalityKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("district"),
    )

    class Meta:
        ordering = ["ags"]

    def __str__(self) -> str:
        return self.name


class Network(Row):
    """The one municipal network that this installation serves."""

    name = models.CharField(_("name"), max_length=200)
    seat = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    is_only = models.BooleanField(default=True, editable=False, unique=True)


class Organisation(VersionedRow):
    """Träger, Behörde, Akteur: each is the controller of its own cases."""

    key = models.SlugField(_("key"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind")
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("municipality"),
    )
    legal_spheres = models.ManyToManyField(
        Term, related_name="+", blank=True, verbose_name=_("legal spheres")
    )
    is_sample = models.BooleanField(_("invented sample data"), default=False)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")

    def create_user(
        self, email: str, name: str, password: str | None = None, **more: Any
    ) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. Knows nothing of the trade: roles stand in memberships."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=5, default="de", choices=[("de", "Deutsch"), ("en", "English")]
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_sample = models.BooleanField(_("invented sample person"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_staff = False
    is_superuser = False

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name


class Membership(Row):
    """A dated role of a user in an organisation (both ends inclusive).

    A substitute ``covers`` the user whose cases she looks after meanwhile.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    valid_from = models.DateField(_("from"), default=date.today)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    covers = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("stands in for"),
    )

    class Meta:
        ordering = ["organisation", "role"]
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="substitute_covers_somebody",
                condition=(models.Q(role="substitute") & models.Q(covers__isnull=False))
                | (~models.Q(role="substitute") & models.Q(covers__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["user", "valid_from"], name="membership_user")]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


class LinkPurpose(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    RECOVERY = "recovery", _("New start after a lost second factor")


class SignInLink(Row):
    """A link that lets a user set her password once; only a hash of its secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=12, choices=LinkPurpose.choices)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.CharField(_("issued by"), max_length=320)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="sign_in_link_user")]

    def is_open_at(self, moment: datetime) -> bool:
        return self.used_at is None and moment < self.expires_at
