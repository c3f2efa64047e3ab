"""Acceptance: the real documents the product was asked for, where they lie beside the checkout."""
