// The day of an event: who is here, marked with or without a line. See lms/attendance/routes/event.py.
import { page } from "./event/page.js";
import { start } from "./event/start.js";

if (page) start();
