"""Who may write questions and quizzes: who may write modules."""

from lms.catalogue.permissions import may_author, may_see_drafts

__all__ = ["may_author", "may_see_drafts"]
