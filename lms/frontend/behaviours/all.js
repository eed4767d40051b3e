import "./sending.js";
import "./drafts.js";
import "./lists.js";
import "./small.js";
