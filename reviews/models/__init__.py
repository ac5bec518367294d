from reviews.models.render_job import DocumentFormat, RenderJob
from reviews.models.saved_state import SavedState

__all__ = ["DocumentFormat", "RenderJob", "SavedState"]
