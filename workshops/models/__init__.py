from workshops.models.api_token import ApiToken
from workshops.models.audit import AuditEntry
from workshops.models.invitation import Invitation
from workshops.models.leased_job import LeasedJob
from workshops.models.participant import Participant, Role
from workshops.models.sign_in_link import SignInLink
from workshops.models.user import User
from workshops.models.workshop import Workshop

__all__ = ["ApiToken", "AuditEntry", "Invitation", "LeasedJob", "Participant", "Role", "SignInLink", "User", "Workshop"]
