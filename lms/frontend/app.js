// Staff pages: htmx for parts of pages, and the comforts. Every page works without this file.
import "htmx.org";
import "./behaviours/all.js";
