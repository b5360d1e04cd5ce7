using System.Text;

namespace Omnichannel.Api;

/// <summary>Bad bodies for every call about prices, carts, customers, identities and sessions: the problem names the field, and nothing has happened.</summary>
[Collection(SharedServerTests.Name)]
public sealed class BadPeopleBodyTests(SharedServer shared) : IAsyncLifetime
{
    private static readonly Dictionary<string, JsonCall> Calls = PeopleCalls.All.ToDictionary(call => call.Name);
    private readonly ApiClient _client = shared.Server.Client;

    public static TheoryData<string> Names => [.. Calls.Keys];

    public async Task InitializeAsync()
    {
        await _client.PutAsync($"/v1/customers/{PeopleCalls.Name}", "{}");
        await _client.PutAsync($"/v1/sessions/{PeopleCalls.Name}", """{"channel":"web"}""");
        await _client.CallAsync("PUT", $"/v1/carts/{PeopleCalls.Name}", """{"currency":"EUR"}""", ("Cart-Token", PeopleCalls.Token));
        await _client.CallAsync("PUT", $"/v1/prices/{PeopleCalls.Sku}/base/EUR", """{"amount":1}""", ("Idempotency-Key", "opening"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Send_WhenAFieldIsBad_IsRefusedByName(string name)
    {
        var (call, before, complaints) = (Calls[name], await VersionsAsync(), new List<string>());
        foreach (var (body, code, field) in BadBodiesOf(call))
        {
            using var request = call.Request(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), "application/json");
            var answer = await _client.SendAsync(request);
            var told = $"{(int)answer.Status} {ToldBy(answer)}";
            if (told != $"400 {code} {field}") complaints.Add($"{body[..Math.Min(body.Length, 200)]}\n  wants {code} {field}, got {told}");
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
        Assert.Equal(before, await VersionsAsync());
    }

    private static string ToldBy(Answer answer)
    {
        if (answer.MediaType != "application/problem+json") return "no problem";
        return $"{answer.String("code")} {(answer.Json.TryGetProperty("field", out var blamed) ? blamed.GetString() : "")}";
    }

    private static IEnumerable<(string Body, string Code, string Field)> BadBodiesOf(JsonCall call)
    {
        yield return ("", "body-missing", "");
        yield return ("{", "malformed-json", "");
        yield return ("null", "wrong-type", "");
        yield return ("[]", "wrong-type", "");
        yield return (call.With("\"extra\":1"), "unknown-field", "/extra");
        foreach (var field in call.Fields)
        {
            yield return (call.With($"\"{field.Name}\":{field.Good}"), "duplicate-field", field.Pointer);
            foreach (var (value, code) in field.Bad) yield return (call.Replacing(field, value), code, field.Pointer);
            if (field.IsRequired) yield return (call.Without(field), field.WhenMissing, field.Pointer);
        }
    }

    private async Task<long[]> VersionsAsync()
    {
        var answers = await Task.WhenAll(PeopleCalls.Watched.Select(path => _client.CallAsync("GET", path, null, ("Cart-Token", PeopleCalls.Token))));
        return [.. answers.Select(answer => answer.Is(System.Net.HttpStatusCode.OK).Number("version"))];
    }
}
