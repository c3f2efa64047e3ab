"""The models of this room, gathered for Django."""

from trivet.intake.desk.proposal import Proposal, ProposalQuote
from trivet.intake.naming.answers import Naming
from trivet.intake.streams.taken import TakenRow

__all__ = ["Naming", "Proposal", "ProposalQuote", "TakenRow"]
