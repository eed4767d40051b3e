"""What a device needs to keep an attempt: the service worker of /my/."""

from flask import Response, json
from flask.typing import ResponseReturnValue

from lms.quizzes.routes.learner.door import bp
from lms.web import assets, guard

ASSETS = ("quiz.js", "app.css", "light.js", "icons.svg", "pelita.svg")


@bp.get("/worker.js")
@guard.public
def worker() -> ResponseReturnValue:
    """Answer with the service worker, before it the list of files that it keeps."""
    kept = [{"url": assets.url(name), "revision": None} for name in ASSETS]
    source = f"self.__WB_MANIFEST={json.dumps(kept)};\n{assets.read('quiz-worker.js')}"
    answer = Response(source, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
