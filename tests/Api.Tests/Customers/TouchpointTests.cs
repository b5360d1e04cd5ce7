using System.Net;
using System.Text.Json;

namespace Omnichannel.Api.Customers;

/// <summary>Contacts, issues, opinions, and what they tell whoever serves next.</summary>
[Collection(SharedServerTests.Name)]
public sealed class TouchpointTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Story_WhenSomebodyCallsAfterShopping_HasContactsIssuesTheCartAndTheVisitInOneRead()
    {
        var (id, cart, session) = (await _client.RegisterAsync(), ApiClient.Fresh("cart"), ApiClient.Fresh("visit"));
        await _client.CallAsync("PUT", $"/v1/carts/{cart}", """{"currency":"EUR"}""", ("Cart-Customer", id));
        await _client.PutAsync($"/v1/sessions/{session}", """{"channel":"app"}""");
        (await _client.KeyedAsync("POST", $"/v1/sessions/{session}/sign-in", $$"""{"customer":"{{id}}","strategy":"sum"}""")).Is(HttpStatusCode.OK);
        await RecordAsync(id, "call-1", """{"channel":"phone","subject":"Handle is loose","isIssue":true,"reference":"order-1"}""");
        await RecordAsync(id, "chat-1", """{"channel":"chat","subject":"Where is it","outcome":"on its way"}""");
        (await _client.PutAsync(People.Path(id) + "/feedback/survey-1", """{"type":"nps","score":3,"reference":"order-1","comment":"Slow.\nVery."}""")).Is(HttpStatusCode.Created);

        var story = (await _client.GetAsync(People.Path(id) + "/story")).Is(HttpStatusCode.OK).Json;

        Assert.Equal(["chat-1", "call-1"], Ids(story, "touchpoints"));
        Assert.Equal(["call-1"], Ids(story, "openIssues"));
        Assert.Equal((cart, id), (story.GetProperty("openCart").GetProperty("id").GetString(), story.GetProperty("openCart").GetProperty("customer").GetString()));
        Assert.Equal([session], Ids(story, "sessions"));
        Assert.Equal("Slow.\nVery.", story.GetProperty("feedback")[0].GetProperty("comment").GetString());
    }

    [Fact]
    public async Task Resolve_WhenTheIssueIsOpen_ClosesItOnce()
    {
        var id = await _client.RegisterAsync();
        await RecordAsync(id, "call-1", """{"channel":"phone","subject":"Handle is loose","isIssue":true}""");
        await RecordAsync(id, "call-2", """{"channel":"phone","subject":"Hello"}""");
        var path = People.Path(id) + "/touchpoints/call-1/resolve";

        var resolved = (await _client.PostAsync(path, """{"outcome":"replaced"}""")).Is(HttpStatusCode.OK);
        var repeat = (await _client.PostAsync(path, """{"outcome":"replaced"}""")).Is(HttpStatusCode.OK);

        Assert.Equal(("resolved", "replaced"), (resolved.String("issue"), resolved.String("outcome")));
        Assert.Equal(resolved.Text, repeat.Text);
        (await _client.PostAsync(path, """{"outcome":"lost"}""")).Problem(409, "exists-with-different-body");
        (await _client.PostAsync(People.Path(id) + "/touchpoints/call-2/resolve", """{"outcome":"x"}""")).Problem(404, "issue-not-found");
        (await _client.PostAsync(People.Path(id) + "/touchpoints/call-9/resolve", """{"outcome":"x"}""")).Problem(404, "issue-not-found");
        Assert.Empty(Ids((await _client.GetAsync(People.Path(id) + "/story")).Json, "openIssues"));
    }

    [Fact]
    public async Task Record_WhenSentAgainAfterManyOthers_IsToldAsItWas()
    {
        var id = await _client.RegisterAsync();
        const string Body = """{"channel":"web","subject":"first"}""";
        var first = await RecordAsync(id, "contact-0", Body);
        for (var contact = 1; contact <= Limits.TouchpointsKept; contact++) await RecordAsync(id, $"contact-{contact}", """{"channel":"web","subject":"more"}""");

        var repeat = (await _client.PutAsync(People.Path(id) + "/touchpoints/contact-0", Body)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Text, repeat.Text);
        Assert.Equal(Limits.TouchpointsKept, Ids((await _client.GetAsync(People.Path(id) + "/story")).Json, "touchpoints").Count());
        Assert.Equal(Enumerable.Range(0, Limits.TouchpointsKept + 1).Select(contact => $"contact-{contact}"), await PagedAsync(id, 7));
    }

    [Theory]
    [InlineData("""{"type":"nps","score":11}""", "score-out-of-range", "/score")]
    [InlineData("""{"type":"nps","score":-1}""", "score-out-of-range", "/score")]
    [InlineData("""{"type":"rating","score":0}""", "score-out-of-range", "/score")]
    [InlineData("""{"type":"rating","score":6}""", "score-out-of-range", "/score")]
    [InlineData("""{"type":"stars","score":5}""", "choice-unknown", "/type")]
    [InlineData("""{"type":"none","score":5}""", "choice-unknown", "/type")]
    [InlineData("""{"type":"rating","score":4.5}""", "wrong-type", "/score")]
    [InlineData("""{"type":"rating","score":4,"comment":"a\u0007b"}""", "text-out-of-range", "/comment")]
    public async Task Feedback_WhenAFieldIsBad_IsRefusedByName(string body, string code, string field)
    {
        var id = await _client.RegisterAsync();

        var problem = (await _client.PutAsync(People.Path(id) + "/feedback/survey-1", body)).Problem(400, code);

        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.Equal(1, (await _client.GetAsync(People.Path(id))).Number("version"));
    }

    [Fact]
    public async Task Timeline_WhenPaged_IsEveryEventOnceInOrder()
    {
        var id = await _client.RegisterAsync("""{"givenName":"Ada"}""");
        for (var contact = 1; contact <= 5; contact++) await RecordAsync(id, $"contact-{contact}", """{"channel":"web","subject":"more"}""");
        await _client.EarnAsync(id, 5);
        var versions = new List<long>();

        for (long? after = 0; after is { } from;)
        {
            var page = (await _client.GetAsync($"{People.Path(id)}/timeline?after={from}&limit=2")).Is(HttpStatusCode.OK).Json;
            versions.AddRange(page.GetProperty("events").EnumerateArray().Select(@event => @event.GetProperty("version").GetInt64()));
            after = page.GetProperty("nextAfter") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
        }

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], versions);
        var points = (await _client.GetAsync(People.Path(id) + "/timeline?of=points")).Json.GetProperty("events");
        Assert.Equal(["points-earned"], points.EnumerateArray().Select(@event => @event.GetProperty("type").GetString()));
        (await _client.GetAsync(People.Path(id) + "/timeline?of=secrets")).Problem(400, "parameter-invalid");
    }

    private static IEnumerable<string?> Ids(JsonElement story, string list) => story.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("id").GetString());

    private async Task<Answer> RecordAsync(string customer, string id, string body) => (await _client.PutAsync($"{People.Path(customer)}/touchpoints/{id}", body)).Is(HttpStatusCode.Created);

    private async Task<List<string?>> PagedAsync(string customer, int limit)
    {
        var ids = new List<string?>();
        for (long? after = 0; after is { } from;)
        {
            var page = (await _client.GetAsync($"{People.Path(customer)}/touchpoints?after={from}&limit={limit}")).Is(HttpStatusCode.OK).Json;
            ids.AddRange(Ids(page, "touchpoints"));
            after = page.GetProperty("nextAfter") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
        }

        return ids;
    }
}
