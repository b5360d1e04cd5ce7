using System.Net;

namespace Omnichannel.Api.Customers;

[Collection(SharedServerTests.Name)]
public sealed class IdentityTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Theory]
    [InlineData("email", "Ada.{0}@Example.COM", "ada.{0}@example.com")]
    [InlineData("loyalty-card", "ab-12 {0}", "AB12{0}")]
    [InlineData("till-number", "t{0}777", "T{0}777")]
    [InlineData("device", "phone_{0}", "phone_{0}")]
    [InlineData("social-handle", "Instagram:@Ada.{0}", "instagram:ada.{0}")]
    [InlineData("phone", "0044 20 {0} (79)/46", "+4420{0}7946")]
    public async Task Claim_WhenWrittenInOneWay_IsFoundInAnother(string kind, string written, string kept)
    {
        var (id, mark) = (await _client.RegisterAsync(), ApiClient.Fresh("9").Replace("-", "", StringComparison.Ordinal));
        (written, kept) = (written.Replace("{0}", mark, StringComparison.Ordinal), kept.Replace("{0}", mark, StringComparison.Ordinal));

        var claimed = (await _client.ClaimAsync(id, kind, written)).Is(HttpStatusCode.Created);
        var found = (await LookUpAsync(kind, kept)).Is(HttpStatusCode.OK);

        Assert.Equal((kept, "owned", kind), (claimed.String("value"), claimed.String("state"), claimed.String("kind")));
        Assert.Equal((claimed.String("id"), id), (found.String("id"), found.String("customer")));
        Assert.DoesNotContain(kept, claimed.String("id"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(found.Text, (await _client.GetAsync($"/v1/identities/{claimed.String("id")}")).Is(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Claim_WhenRacedFromTwoChannels_EndsWithOneOwner()
    {
        var (first, second, email) = (await _client.RegisterAsync(), await _client.RegisterAsync(), ApiClient.Fresh("race") + "@example.com");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => _client.ClaimAsync(turn % 2 == 0 ? first : second, "email", email)));

        var owner = (await LookUpAsync("email", email)).String("customer");
        for (var turn = 0; turn < answers.Length; turn++)
        {
            if ((turn % 2 == 0 ? first : second) == owner) Assert.InRange((int)answers[turn].Status, 200, 202);
            else answers[turn].Problem(409, "identity-taken");
        }

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
    }

    [Fact]
    public async Task Verify_WhenItIsTheCustomers_IsToldToAll()
    {
        var (id, other, email) = (await _client.RegisterAsync(), await _client.RegisterAsync(), ApiClient.Fresh("verify") + "@example.com");
        var identity = (await _client.ClaimAsync(id, "email", email)).String("id");

        Assert.Equal("identity", (await OwnAsync(identity, "verify", other)).Problem(404, "identity-not-found").GetProperty("field").GetString());
        Assert.False((await LookUpAsync("email", email)).Json.GetProperty("isVerified").GetBoolean());
        (await OwnAsync(identity, "verify", id)).Is(HttpStatusCode.OK);
        (await OwnAsync(identity, "verify", id)).Is(HttpStatusCode.OK);

        Assert.True((await LookUpAsync("email", email)).Json.GetProperty("isVerified").GetBoolean());
        Assert.True((await _client.GetAsync(People.Path(id))).Json.GetProperty("identities")[0].GetProperty("isVerified").GetBoolean());
        Assert.Equal("/customer", (await OwnAsync(identity, "verify", "nobody")).Problem(404, "customer-not-found").GetProperty("field").GetString());
    }

    [Fact]
    public async Task Release_WhenItIsTheCustomers_FreesIt()
    {
        var (id, other, email) = (await _client.RegisterAsync(), await _client.RegisterAsync(), ApiClient.Fresh("release") + "@example.com");
        var identity = (await _client.ClaimAsync(id, "email", email)).String("id");

        (await OwnAsync(identity, "release", other)).Problem(404, "identity-not-found");
        (await OwnAsync(identity, "release", id)).Is(HttpStatusCode.OK);
        (await OwnAsync(identity, "release", id)).Problem(404, "identity-not-found");
        (await LookUpAsync("email", email)).Problem(404, "identity-not-found");
        (await _client.ClaimAsync(other, "email", email)).Is(HttpStatusCode.Created);

        var events = (await _client.GetAsync($"/v1/identities/{identity}/events")).Is(HttpStatusCode.OK).Json.GetProperty("events");
        Assert.Equal(["identity-claimed", "identity-released", "identity-claimed"], events.EnumerateArray().Select(@event => @event.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("email", "MARK")]
    [InlineData("email", "MARK@localhost")]
    [InlineData("email", "@example.com")]
    [InlineData("email", "MARK..a@example.com")]
    [InlineData("email", "MARK@exa mple.com")]
    [InlineData("email", "MARK\\u0000@example.com")]
    [InlineData("email", "")]
    [InlineData("phone", "020 7946 0018")]
    [InlineData("phone", "+44")]
    [InlineData("phone", "+4420MARK0018")]
    [InlineData("phone", "+44207946001812345")]
    [InlineData("phone", "+04420794600")]
    [InlineData("loyalty-card", "ab!")]
    [InlineData("till-number", "1")]
    [InlineData("device", "a b")]
    [InlineData("social-handle", "MARK")]
    [InlineData("social-handle", ":MARK")]
    public async Task Claim_WhenTheValueIsNone_IsRefusedWithoutRepeatingIt(string kind, string value)
    {
        var id = await _client.RegisterAsync();

        var problem = (await _client.ClaimAsync(id, kind, value)).Problem(400, "identity-invalid");

        Assert.Equal("/value", problem.GetProperty("field").GetString());
        Assert.StartsWith("/value is ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("MARK", problem.GetRawText(), StringComparison.Ordinal);
        (await LookUpAsync(kind, value)).Problem(400, "identity-invalid");
        Assert.Equal(1, (await _client.GetAsync(People.Path(id))).Number("version"));
    }

    [Fact]
    public async Task Find_WhenNobodyHasIt_SaysWhatWasAskedFor()
    {
        Assert.Equal("/value", (await LookUpAsync("email", "nobody@example.com")).Problem(404, "identity-not-found").GetProperty("field").GetString());
        Assert.Equal("identity", (await _client.GetAsync("/v1/identities/nobody")).Problem(404, "identity-not-found").GetProperty("field").GetString());
    }

    [Fact]
    public async Task Claim_WhenNobodyIsThatCustomer_SaysSo() =>
        Assert.Equal("/customer", (await _client.ClaimAsync("nobody", "email", "nobody@example.com")).Problem(404, "customer-not-found").GetProperty("field").GetString());

    private Task<Answer> LookUpAsync(string kind, string value) => _client.PostAsync("/v1/identities/look-up", $$"""{"kind":"{{kind}}","value":"{{value}}"}""");

    private Task<Answer> OwnAsync(string? identity, string verb, string customer) => _client.PostAsync($"/v1/identities/{identity}/{verb}", $$"""{"customer":"{{customer}}"}""");
}
