"""Every write of the room, one file per noun. Opening a case and moving it on are in moves.py."""

from gongjia.cases.actions.moves import make_move, moves_open_to, open_case, why_not

__all__ = ["make_move", "moves_open_to", "open_case", "why_not"]
