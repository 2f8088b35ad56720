"""People and their roles."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """Who comes with which question; see the screens brief."""

    OFFICER = "officer", "Petugas Diskominfo"
    SECURITY = "security", "Tim keamanan (CSIRT)"
    LEADER = "leader", "Pimpinan"
    AUDITOR = "auditor", "Auditor"
    AGENCY = "agency", "Pengelola web perangkat daerah"


SEES_ALL = (Role.OFFICER, Role.SECURITY, Role.LEADER, Role.AUDITOR)
DECIDES = (Role.OFFICER, Role.SECURITY)


class Person(AbstractUser):
    """Somebody who signs in. Only an officer or the security team changes anything office-wide."""

    role = models.CharField(max_length=16, choices=Role, default=Role.AGENCY)
    title = models.CharField(max_length=200, blank=True)
    agencies = models.ManyToManyField("register.Agency", related_name="people", blank=True)

    @property
    def sees_all(self) -> bool:
        """The person's role sees every agency."""
        return self.role in SEES_ALL

    @property
    def decides(self) -> bool:
        """The person may decide candidates, change the register and stop patrols."""
        return self.role in DECIDES
