import "./leaving.js";
import "./leftover.js";
import "./sending.js";
import "./lists.js";
import "./small.js";
// Last: a browser that refuses storage stops here, and only here.
import "./drafts.js";
