"""Users: the people who work with the record, and the roles they hold in bodies."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.values.markings import Marking


class Role(models.TextChoices):
    """What a person is in a body; core.access says what each may do."""

    READER = "reader", _("reader")
    CLERK = "clerk", _("clerk")
    DESK_OFFICER = "desk_officer", _("desk officer")
    REVIEWER = "reviewer", _("reviewer")
    PLANNER = "planner", _("planner")
    PROTOCOL = "protocol", _("protocol officer")
    CONSULAR = "consular", _("consular officer")
    COORDINATOR = "coordinator", _("coordinator")
    APPROVER = "approver", _("approver")
    HEAD = "head", _("head")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class UserAccounts(BaseUserManager["User"]):
    """Makes and finds accounts."""

    def create_user(
        self, username: str, name: str = "", password: str | None = None, clearance: int = Marking.INTERNAL
    ) -> "User":
        """A new account; without a password nobody can sign in with it."""
        user = self.model(username=username, name=name or username, clearance=clearance)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with an account. `clearance` is the highest marking this person may see.

    `uuid` is what the audit calls the account. Rights change by the verbs of core.accounts only.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    #: Where reminders are sent; nothing is sent where it is empty.
    email = models.EmailField(_("mail address"), blank=True, default="")
    clearance = models.SmallIntegerField(_("clearance"), default=Marking.INTERNAL)
    is_active = models.BooleanField(_("active"), default=True)
    #: The installation itself, acting from the command line of the machine; never able to sign in.
    is_installation = models.BooleanField(default=False, editable=False)
    #: The duties of today where they were read with the account (see core.access); no verb relies on them.
    held: ClassVar[list[tuple[str, UUID, bool]] | None] = None

    objects = UserAccounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name, verbose_name_plural = _("user"), _("users")

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """That a user holds a role in a body for a time (days of that body; open when empty)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="duties")
    body = models.ForeignKey("core.Body", models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        unique_together = [("user", "body", "role")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}: {self.role} of {self.body}"
