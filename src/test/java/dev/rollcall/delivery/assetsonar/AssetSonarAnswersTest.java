package dev.rollcall.delivery.assetsonar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.delivery.http.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetSonarAnswersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"errors": "Role Id is invalid"}                  | true  | Role Id is invalid
            403 | {"errors": {"base": ["taken"]}}                   | true  | taken
            422 | {"error": "Email can't be blank"}                 | true  | Email can't be blank
            403 | {"message": "Forbidden"}                          | false | Forbidden
            404 | {"status": 404, "error": "no such route"}         | false | no such route
            """)
    void whatComesFromAssetSonarItselfIsToldFromWhatAGatewaySays(int status, String body, boolean own, String complaint)
            throws JsonProcessingException {
        Reply reply = new Reply(status, new ObjectMapper().readTree(body), "JSON");

        assertThat(AssetSonarAnswers.isOwn(reply)).isEqualTo(own);
        assertThat(AssetSonarAnswers.errors(reply)).isEqualTo(complaint);
    }
}
