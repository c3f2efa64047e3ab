"""The models of this room, gathered for Django."""

from trivet.procedures.delegations import Delegation
from trivet.procedures.dossiers import Dossier, FactTold, Obligation, Paper, Step
from trivet.procedures.editions import Edition
from trivet.procedures.reminding import Reminded

__all__ = ["Delegation", "Dossier", "Edition", "FactTold", "Obligation", "Paper", "Reminded", "Step"]
