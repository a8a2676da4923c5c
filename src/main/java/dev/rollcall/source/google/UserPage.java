package dev.rollcall.source.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the user list.
 *
 * @param nextPageToken {@code null} on the last page
 */
record UserPage(List<ObjectNode> users, @Nullable String nextPageToken) {}
