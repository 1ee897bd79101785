"""The parts of the quality page: pictures, profiles, module maps and figures of graded symbols."""
