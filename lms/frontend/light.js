// Participants' and visitors' pages: the comforts without htmx.
import "./behaviours/all.js";
