"""Who looks at evaluations and who holds them: whoever sees and whoever runs the training."""

from lms.trainings.models import Capacity

ANSWERING = (Capacity.PARTICIPANT, Capacity.FACILITATOR)
"""Who is asked: those who came to learn."""
