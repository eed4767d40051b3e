// The preview of a question: words are carried and things are moved as in an attempt.
import { places } from "./behaviours/places.js";

places(document);
