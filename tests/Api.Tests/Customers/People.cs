using System.Net;

namespace Omnichannel.Api.Customers;

/// <summary>Customers, as a channel makes them.</summary>
internal static class People
{
    public static string Path(string customer) => $"/v1/customers/{customer}";

    /// <summary>Registers a customer nobody else knows, and gives its id.</summary>
    public static async Task<string> RegisterAsync(this ApiClient client, string profile = "{}")
    {
        var id = ApiClient.Fresh("customer");
        (await client.PutAsync(Path(id), $$"""{"profile":{{profile}}}""")).Is(HttpStatusCode.Created);
        return id;
    }

    public static Task<Answer> PatchAsync(this ApiClient client, string customer, string profile, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, Path(customer))
        {
            Content = new StringContent($$"""{"profile":{{profile}}}""", System.Text.Encoding.UTF8, "application/merge-patch+json"),
        };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request);
    }

    public static Task<Answer> ClaimAsync(this ApiClient client, string customer, string kind, string value) =>
        client.PostAsync("/v1/identities/claim", $$"""{"customer":"{{customer}}","kind":"{{kind}}","value":"{{value}}"}""");

    public static Task<Answer> EarnAsync(this ApiClient client, string customer, long points) =>
        client.KeyedAsync("POST", Path(customer) + "/points", $$"""{"type":"earn","points":{{points}}}""");
}
