"""The models of this room, gathered for Django."""

from trivet.intake.desk.proposal import Proposal, ProposalQuote
from trivet.intake.desk.reprints import Band, Fingerprint, Printing
from trivet.intake.naming.answers import Naming
from trivet.intake.streams.taken import TakenRow

__all__ = ["Band", "Fingerprint", "Naming", "Printing", "Proposal", "ProposalQuote", "TakenRow"]
