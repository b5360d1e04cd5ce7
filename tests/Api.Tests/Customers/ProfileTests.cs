using System.Net;
using System.Text.Json;

namespace Omnichannel.Api.Customers;

[Collection(SharedServerTests.Name)]
public sealed class ProfileTests(SharedServer shared)
{
    private const string Ada =
        """{"addresses":{"home":{"city":"London","country":"GB","line1":"12 St James's Square"}},"familyName":"Lovelace","givenName":"Ada","preferences":{"size":"m"},"tags":{"vip":true}}""";

    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Patch_OfTheProfileAsAWhole_IsRefusedWhenItIsNull()
    {
        var id = await _client.RegisterAsync("""{"givenName":"Ada"}""");

        Assert.Equal("/profile", (await _client.PatchAsync(id, "null")).Problem(400, "wrong-type").GetProperty("field").GetString());

        Assert.Equal("Ada", (await _client.GetAsync(People.Path(id))).Json.GetProperty("profile").GetProperty("givenName").GetString());
    }

    [Fact]
    public async Task Register_WhenNew_TellsWhatWasSent()
    {
        var id = ApiClient.Fresh("customer");

        var answer = (await _client.PutAsync(People.Path(id), $$"""{"profile":{{Ada}},"channel":"web"}""")).Is(HttpStatusCode.Created);

        Assert.Equal(People.Path(id), answer.Headers.Location?.ToString());
        Assert.Equal("\"1\"", answer.Headers.ETag?.ToString());
        Assert.Equal(Ada, answer.Json.GetProperty("profile").GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal));
        Assert.Equal(answer.Text, (await _client.GetAsync(People.Path(id))).Is(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Register_WhenSentAgain_ChangesNothing()
    {
        var id = ApiClient.Fresh("customer");
        await _client.PutAsync(People.Path(id), """{"profile":{"givenName":"Ada","title":null}}""");
        await _client.PatchAsync(id, """{"givenName":"Augusta"}""");

        var repeat = (await _client.PutAsync(People.Path(id), """{"profile":{"givenName":"Ada"}}""")).Is(HttpStatusCode.OK);

        Assert.Equal("Augusta", repeat.Json.GetProperty("profile").GetProperty("givenName").GetString());
        (await _client.PutAsync(People.Path(id), """{"profile":{"givenName":"Bob"}}""")).Problem(409, "exists-with-different-body");
    }

    [Fact]
    public async Task Find_WhenTheCallerKnowsTheVersion_SendsNothing()
    {
        var id = await _client.RegisterAsync();

        var known = await _client.CallAsync("GET", People.Path(id), null, ("If-None-Match", "\"1\""));

        Assert.Equal((HttpStatusCode.NotModified, "\"1\""), (known.Status, known.Headers.ETag?.ToString()));
        (await _client.CallAsync("GET", People.Path(id), null, ("If-None-Match", "\"2\""))).Is(HttpStatusCode.OK);
        (await _client.GetAsync("/v1/customers/nobody")).Problem(404, "customer-not-found");
    }

    [Fact]
    public async Task Patch_WhenTwoChannelsChangeDifferentFields_BothWin()
    {
        var id = await _client.RegisterAsync(Ada);
        var seen = (await _client.GetAsync(People.Path(id))).Headers.ETag!.ToString();

        var (web, till) = (_client.PatchAsync(id, """{"givenName":"Augusta"}""", seen), _client.PatchAsync(id, """{"addresses":{"home":{"line2":"2nd floor"}}}""", seen));
        (await web).Is(HttpStatusCode.OK);
        (await till).Is(HttpStatusCode.OK);

        var profile = (await _client.GetAsync(People.Path(id))).Json.GetProperty("profile");
        Assert.Equal(("Augusta", "2nd floor"), (profile.GetProperty("givenName").GetString(), profile.GetProperty("addresses").GetProperty("home").GetProperty("line2").GetString()));
    }

    [Fact]
    public async Task Patch_WhenTheSameFieldWasChangedSince_TellsTheValueOfToday()
    {
        var id = await _client.RegisterAsync(Ada);
        await _client.PatchAsync(id, """{"givenName":"Augusta"}""", "\"1\"");

        var problem = (await _client.PatchAsync(id, """{"givenName":"Bob","familyName":"King"}""", "\"1\"")).Problem(412, "version-mismatch");

        Assert.Equal("""[{"field":"/profile/givenName","value":"Augusta","version":2}]""", problem.GetProperty("conflicts").GetRawText());
        Assert.Equal((1, 2, "/profile/givenName"), (problem.GetProperty("expected").GetInt64(), problem.GetProperty("actual").GetInt64(), problem.GetProperty("field").GetString()));
        Assert.Equal("Lovelace", (await _client.GetAsync(People.Path(id))).Json.GetProperty("profile").GetProperty("familyName").GetString());
    }

    [Fact]
    public async Task Patch_WhenARetryOfWhatHasHappened_IsHarmless()
    {
        var id = await _client.RegisterAsync(Ada);
        await _client.PatchAsync(id, """{"givenName":"Augusta"}""", "\"1\"");

        var retry = (await _client.PatchAsync(id, """{"givenName":"Augusta"}""", "\"1\"")).Is(HttpStatusCode.OK);

        Assert.Equal(2, retry.Number("version"));
    }

    [Fact]
    public async Task Patch_WhenNullOfAGroup_TakesAllOfItAway()
    {
        var id = await _client.RegisterAsync(Ada);

        var patched = (await _client.PatchAsync(id, """{"addresses":{"home":null},"tags":null,"preferences":{"colour":"blue"}}""")).Is(HttpStatusCode.OK);

        Assert.Equal(
            """{"familyName":"Lovelace","givenName":"Ada","preferences":{"colour":"blue","size":"m"}}""", patched.Json.GetProperty("profile").GetRawText());
    }

    [Fact]
    public async Task Patch_WhenSentAsPlainJsonWithItsChannel_IsTaken()
    {
        var id = await _client.RegisterAsync();

        (await _client.CallAsync("PATCH", People.Path(id) + "?channel=app", """{"profile":{"company":"Analytical"}}""")).Is(HttpStatusCode.OK);

        var timeline = (await _client.GetAsync(People.Path(id) + "/timeline?of=profile")).Is(HttpStatusCode.OK).Json.GetProperty("events");
        Assert.Equal("app", timeline[1].GetProperty("channel").GetString());
    }

    public static TheoryData<string, string, int, string> BadProfiles()
    {
        var data = new TheoryData<string, string, int, string>();
        foreach (var (profile, field, status, code) in Bad()) data.Add(profile, field, status, code);
        return data;
    }

    [Theory]
    [MemberData(nameof(BadProfiles))]
    public async Task Profile_WhenAFieldIsBad_IsRefusedByNameAndNothingChanges(string profile, string field, int status, string code)
    {
        var id = await _client.RegisterAsync(Ada);
        var before = await _client.GetAsync(People.Path(id));

        var problem = (await _client.PatchAsync(id, profile)).Problem(status, code);

        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.DoesNotContain("MARK", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(before.Text, (await _client.GetAsync(People.Path(id))).Text);
    }

    [Theory]
    [InlineData("""{"id":"other"}""", "/id")]
    [InlineData("""{"version":7}""", "/version")]
    [InlineData("""{"identities":[]}""", "/identities")]
    [InlineData("""{"points":{"balance":1000000}}""", "/points")]
    [InlineData("""{"absorbed":["ada"],"profile":{}}""", "/absorbed")]
    public async Task Patch_WhenItTouchesMoreThanTheProfile_IsRefusedByName(string patch, string field)
    {
        var id = await _client.RegisterAsync();

        Assert.Equal(field, (await _client.CallAsync("PATCH", People.Path(id), patch)).Problem(400, "unknown-field").GetProperty("field").GetString());
        Assert.Equal(1, (await _client.GetAsync(People.Path(id))).Number("version"));
    }

    [Fact]
    public async Task Register_WhenAnAddressLacksItsCountry_IsRefused()
    {
        var id = ApiClient.Fresh("customer");

        var problem = (await _client.PutAsync(People.Path(id), """{"profile":{"addresses":{"home":{"line1":"a","city":"b"}}}}""")).Problem(409, "address-incomplete");

        Assert.Equal("/profile/addresses/home", problem.GetProperty("field").GetString());
        (await _client.GetAsync(People.Path(id))).Problem(404, "customer-not-found");
    }

    [Fact]
    public async Task Patch_WhenThereWouldBeTooMuch_IsRefused()
    {
        var id = await _client.RegisterAsync();
        var tags = JsonSerializer.Serialize(Enumerable.Range(0, 51).ToDictionary(tag => $"t{tag}", _ => true));
        var fields = JsonSerializer.Serialize(Enumerable.Range(0, 201).ToDictionary(preference => $"p{preference}", _ => "x"));

        (await _client.PatchAsync(id, $$"""{"tags":{{tags}}}""")).Problem(409, "profile-full");
        (await _client.PatchAsync(id, $$"""{"preferences":{{fields}}}""")).Problem(400, "changes-out-of-range");
    }

    private static IEnumerable<(string, string, int, string)> Bad()
    {
        var tooLong = new string('x', 129);
        foreach (var value in (string[])["\"\"", "\" \"", "\"MARK\\u0000\"", "\"MARK\\n\"", $"\"{tooLong}\""]) yield return ($$"""{"givenName":{{value}}}""", "/profile/givenName", 400, "field-out-of-range");
        foreach (var value in (string[])["5", "true", "[]", "{}", "[\"MARK\"]", "\"MARK\\ud800\""]) yield return ($$"""{"givenName":{{value}}}""", "/profile/givenName", 400, "wrong-type");
        foreach (var value in (string[])["1815-12-32", "MARK", "1815-1-1", "2999-01-01", "1899-12-31"]) yield return ($$"""{"birthDate":"{{value}}"}""", "/profile/birthDate", 400, "field-out-of-range");
        foreach (var value in (string[])["EN", "english", "en-XX", "e"]) yield return ($$"""{"language":"{{value}}"}""", "/profile/language", 400, "field-out-of-range");
        foreach (var value in (string[])["UK", "gb", "GBR", "MARK"])
            yield return ($$$"""{"addresses":{"home":{"country":"{{{value}}}"} } }""", "/profile/addresses/home/country", 400, "field-out-of-range");
        foreach (var value in (string[])["false", "\"true\"", "1", "{}"]) yield return ($$$"""{"tags":{"vip":{{{value}}} } }""", "/profile/tags/vip", 400, "wrong-type");
        yield return ("""{"addresses":"MARK"}""", "/profile/addresses", 400, "wrong-type");
        yield return ("""{"addresses":{"home":"MARK"}}""", "/profile/addresses/home", 400, "wrong-type");
        yield return ("""{"preferences":{"size":{"MARK":1}}}""", "/profile/preferences/size", 400, "wrong-type");
        yield return ("""{"nickname":"MARK"}""", "/profile/nickname", 400, "unknown-field");
        yield return ("""{"GivenName":"MARK"}""", "/profile/GivenName", 400, "unknown-field");
        yield return ("""{"addresses/home/city":"MARK"}""", "/profile/addresses~1home~1city", 400, "unknown-field");
        yield return ("""{"tags":{"a/b":true}}""", "/profile/tags/a~1b", 400, "unknown-field");
        yield return ("""{"addresses":{"home":{"planet":"MARK"}}}""", "/profile/addresses/home/planet", 400, "unknown-field");
        yield return ("""{"givenName":"MARK","givenName":"MARK"}""", "/profile/givenName", 400, "duplicate-field");
        yield return ("""{"addresses":{"home":{"city":null}}}""", "/profile/addresses/home", 409, "address-incomplete");
        yield return ("""{"addresses":{"work":{"line1":"MARK"}}}""", "/profile/addresses/work", 409, "address-incomplete");
    }
}
