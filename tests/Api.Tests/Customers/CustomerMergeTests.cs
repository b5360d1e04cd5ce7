using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Omnichannel.Customers;

namespace Omnichannel.Api.Customers;

[Collection(SharedServerTests.Name)]
public sealed class CustomerMergeTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Merge_WhenTwoAreOnePerson_CarriesEverythingOverAndReports()
    {
        var (ada, guest) = (await _client.RegisterAsync("""{"givenName":"Ada"}"""), await _client.RegisterAsync("""{"givenName":"A.","language":"en"}"""));
        var email = ApiClient.Fresh("merge") + "@example.com";
        await _client.ClaimAsync(guest, "email", email);
        await _client.EarnAsync(ada, 10);
        await _client.EarnAsync(guest, 32);
        await _client.PutAsync(People.Path(guest) + "/purchases/order-1", """{"total":500,"currency":"EUR","units":1}""");
        await _client.PutAsync(People.Path(guest) + "/touchpoints/call-1", """{"channel":"phone","subject":"Hello","isIssue":true}""");

        var merged = (await MergeAsync(ada, "m-1", guest)).Is(HttpStatusCode.Created);

        Assert.Equal(("merged", ada, guest), (merged.String("status"), merged.String("survivor"), merged.String("absorbed")));
        var report = merged.Json.GetProperty("report");
        Assert.Equal("""["/profile/language"]""", report.GetProperty("fieldsTaken").GetRawText());
        Assert.Equal("""["/profile/givenName"]""", report.GetProperty("fieldsKept").GetRawText());
        Assert.Equal((1, 32, 1), (report.GetProperty("identities").GetInt32(), report.GetProperty("points").GetInt64(), report.GetProperty("touchpoints").GetInt32()));
        var one = (await _client.GetAsync(People.Path(ada))).Is(HttpStatusCode.OK);
        Assert.Equal((42, 1), (one.Json.GetProperty("points").GetProperty("balance").GetInt64(), one.Json.GetProperty("purchases").GetProperty("orders").GetInt64()));
        Assert.Equal($"[\"{guest}\"]", one.Json.GetProperty("absorbed").GetRawText());
        Assert.Equal(ada, (await _client.PostAsync("/v1/identities/look-up", $$"""{"kind":"email","value":"{{email}}"}""")).String("customer"));
        Assert.Equal("call-1", (await _client.GetAsync(People.Path(ada) + "/story")).Json.GetProperty("openIssues")[0].GetProperty("id").GetString());
        Assert.Equal(merged.Text, (await MergeAsync(ada, "m-1", guest)).Is(HttpStatusCode.OK).Text);
        Assert.Equal(merged.Text, (await _client.GetAsync(Path(ada, "m-1"))).Is(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task OldId_WhenMerged_GoesOnAnsweringAndCannotBePatchedByVersion()
    {
        var (ada, guest) = (await _client.RegisterAsync("""{"givenName":"Ada"}"""), await _client.RegisterAsync());
        (await MergeAsync(ada, ApiClient.Fresh("m"), guest)).Is(HttpStatusCode.Created);

        var old = (await _client.GetAsync(People.Path(guest))).Is(HttpStatusCode.OK);

        Assert.Equal((ada, null), (old.String("id"), old.Headers.ETag?.ToString()));
        Assert.Equal(ada, (await _client.PatchAsync(guest, """{"givenName":"Augusta"}""", "\"1\"")).Problem(409, "customer-merged").GetProperty("survivor").GetString());
        (await _client.PatchAsync(guest, """{"givenName":"Augusta"}""")).Is(HttpStatusCode.OK);
        (await _client.EarnAsync(guest, 5)).Is(HttpStatusCode.OK);
        Assert.Equal(5, (await _client.GetAsync(People.Path(ada) + "/points")).Json.GetProperty("points").GetProperty("balance").GetInt64());
        var denied = (await _client.CallAsync("PUT", $"/v1/carts/{ApiClient.Fresh("cart")}", """{"currency":"EUR"}""", ("Cart-Customer", guest))).Problem(409, "customer-merged");
        Assert.Equal(ada, denied.GetProperty("survivor").GetString());
    }

    [Fact]
    public async Task Undo_WhenItWasAMistake_MakesThemTwoAgain()
    {
        var (ada, guest, merge) = (await _client.RegisterAsync("""{"givenName":"Ada"}"""), await _client.RegisterAsync("""{"language":"en"}"""), ApiClient.Fresh("m"));
        await _client.EarnAsync(guest, 7);
        await MergeAsync(ada, merge, guest);
        await _client.EarnAsync(ada, 1);

        var undone = (await _client.PostAsync(Path(ada, merge) + "/undo", "{}")).Is(HttpStatusCode.OK);
        (await _client.PostAsync(Path(ada, merge) + "/undo", "{}")).Is(HttpStatusCode.OK);

        Assert.Equal("undone", undone.String("status"));
        var (one, two) = (await _client.GetAsync(People.Path(ada)), await _client.GetAsync(People.Path(guest)));
        Assert.Equal((guest, 7L), (two.String("id"), two.Json.GetProperty("points").GetProperty("balance").GetInt64()));
        Assert.Equal(1, one.Json.GetProperty("points").GetProperty("balance").GetInt64());
        Assert.Equal("""{"givenName":"Ada"}""", one.Json.GetProperty("profile").GetRawText());
        Assert.Equal("""{"language":"en"}""", two.Json.GetProperty("profile").GetRawText());
    }

    [Fact]
    public async Task Merge_WhenTheOrderIsBad_IsRefusedAndNothingChanges()
    {
        var (ada, guest, third) = (await _client.RegisterAsync(), await _client.RegisterAsync(), await _client.RegisterAsync());
        var merge = ApiClient.Fresh("m");

        (await MergeAsync(ada, merge, ada)).Problem(400, "same-customer");
        Assert.Equal("/absorbed", (await MergeAsync(ada, merge, "nobody")).Problem(404, "customer-not-found").GetProperty("field").GetString());
        Assert.Equal("customer", (await MergeAsync("nobody", merge, ada)).Problem(404, "customer-not-found").GetProperty("field").GetString());
        (await _client.PutAsync(Path(ada, merge), $$"""{"absorbed":"{{guest}}","strategy":"add"}""")).Problem(400, "strategy-out-of-range");
        (await _client.GetAsync(Path(ada, merge))).Problem(404, "customer-merge-not-found");
        (await MergeAsync(ada, merge, guest)).Is(HttpStatusCode.Created);
        Assert.Equal("merge", (await MergeAsync(ada, merge, third)).Problem(409, "exists-with-different-body").GetProperty("field").GetString());
        foreach (var (survivor, absorbed, field) in ((string, string, string)[])[(third, guest, "/absorbed"), (guest, third, "customer")])
        {
            var merged = (await MergeAsync(survivor, ApiClient.Fresh("m"), absorbed)).Problem(409, "customer-merged");
            Assert.Equal((field, ada), (merged.GetProperty("field").GetString(), merged.GetProperty("survivor").GetString()));
        }

        (await _client.GetAsync(Path(third, merge))).Problem(404, "customer-merge-not-found");
        (await _client.PostAsync(Path(third, merge) + "/undo", "{}")).Problem(404, "customer-merge-not-found");
        var later = ApiClient.Fresh("m");
        (await MergeAsync(ada, later, third)).Is(HttpStatusCode.Created);
        (await _client.PostAsync(Path(ada, merge) + "/undo", "{}")).Problem(409, "later-merge-exists");
    }

    [Fact]
    public async Task Merge_WhenAnotherWasInTheWay_IsRefusedForGoodUnderItsIdAndSaysSo()
    {
        var (ada, guest, merge, other) = (await _client.RegisterAsync(), await _client.RegisterAsync(), ApiClient.Fresh("m"), new CustomerMergeId(ApiClient.Fresh("m")));
        var busy = shared.Server.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IMergingCustomerGrain>(guest);
        await busy.LockForMerge(new(other, new("somebody")));

        var collided = await MergeAsync(ada, merge, guest);
        await busy.CloseMerge(new(other, CustomerStatus.TooManyMerges));

        Assert.Equal(("merge", (object?)null), (collided.Problem(409, "merge-collided").GetProperty("field").GetString(), collided.Headers.RetryAfter));
        (await MergeAsync(ada, merge, guest)).Problem(409, "merge-collided");
        (await _client.GetAsync(Path(ada, merge))).Problem(409, "merge-collided");
        (await _client.PostAsync(Path(ada, merge) + "/undo", "{}")).Problem(409, "merge-collided");
        (await MergeAsync(ada, ApiClient.Fresh("m"), guest)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Carts_WhenBothHadOneOpen_AreOneAfterwards()
    {
        var (ada, guest, mug) = (await _client.RegisterAsync(), await _client.RegisterAsync(), ApiClient.Fresh("MUG"));
        await _client.ReceiveAsync(mug, 5);
        await _client.KeyedAsync("PUT", $"/v1/prices/{mug}/base/EUR", """{"amount":700}""");
        var (kept, brought) = (await FillAsync(ada, mug, 1), await FillAsync(guest, mug, 2));

        var merged = (await MergeAsync(ada, ApiClient.Fresh("m"), guest)).Is(HttpStatusCode.Created);

        Assert.Equal("done", merged.Json.GetProperty("report").GetProperty("cartStatus").GetString());
        var story = (await _client.GetAsync(People.Path(ada) + "/story")).Json.GetProperty("openCart");
        Assert.Equal((kept, 3L), (story.GetProperty("id").GetString(), story.GetProperty("units").GetInt64()));
        Assert.Equal(kept, (await _client.CallAsync("GET", $"/v1/carts/{brought}", null, ("Cart-Customer", guest))).Is(HttpStatusCode.OK).String("mergedInto"));
        Assert.Equal(ada, (await _client.CallAsync("GET", $"/v1/carts/{kept}", null, ("Cart-Customer", guest))).Problem(403, "not-your-cart").GetProperty("survivor").GetString());
        var exported = (await _client.GetAsync(People.Path(ada) + "/export")).Is(HttpStatusCode.OK).Json.GetProperty("carts");
        Assert.Equal([kept, brought], exported.EnumerateArray().Select(each => each.GetProperty("cart").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Timeline_AfterAnUndo_TellsNothingOfTheOtherOne()
    {
        var (ada, guest, merge) = (await _client.RegisterAsync(), await _client.RegisterAsync("""{"language":"tlh"}"""), ApiClient.Fresh("m"));
        (await _client.ClaimAsync(guest, "email", $"{guest}@example.com")).Is(HttpStatusCode.Created);
        (await _client.PutAsync(People.Path(guest) + "/touchpoints/t-1", """{"channel":"web","subject":"Handle is loose"}""")).Is(HttpStatusCode.Created);
        (await MergeAsync(ada, merge, guest)).Is(HttpStatusCode.Created);
        (await _client.PostAsync(Path(ada, merge) + "/undo", "{}")).Is(HttpStatusCode.OK);
        (await _client.KeyedAsync("POST", People.Path(guest) + "/erase", "{}")).Is(HttpStatusCode.OK);

        foreach (var path in (string[])["/timeline", "/export"])
        {
            var told = (await _client.GetAsync(People.Path(ada) + path)).Is(HttpStatusCode.OK).Text;
            Assert.Contains("customer-absorbed", told, StringComparison.Ordinal);
            Assert.All((string[])["tlh", "@example.com", "Handle is loose"], text => Assert.DoesNotContain(text, told, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Carts_BesideTheOpenOne_AreInTheExport()
    {
        var (ada, mug) = (await _client.RegisterAsync(), ApiClient.Fresh("MUG"));
        await _client.ReceiveAsync(mug, 5);
        await _client.KeyedAsync("PUT", $"/v1/prices/{mug}/base/EUR", """{"amount":700}""");
        var (paid, beside) = (await FillAsync(ada, mug, 1), await FillAsync(ada, mug, 1));
        (await _client.CallAsync("PUT", $"/v1/carts/{paid}/checkouts/c-1", "{}", ("Cart-Customer", ada))).Is(HttpStatusCode.Created);

        var next = await FillAsync(ada, mug, 1);

        Assert.Equal(next, (await _client.GetAsync(People.Path(ada))).String("openCart"));
        var exported = (await _client.GetAsync(People.Path(ada) + "/export")).Is(HttpStatusCode.OK).Json.GetProperty("carts");
        Assert.Equal([paid, beside, next], exported.EnumerateArray().Select(each => each.GetProperty("cart").GetProperty("id").GetString()));
    }

    private async Task<string> FillAsync(string customer, string sku, int quantity)
    {
        var cart = ApiClient.Fresh("cart");
        (await _client.CallAsync("PUT", $"/v1/carts/{cart}", """{"currency":"EUR"}""", ("Cart-Customer", customer))).Is(HttpStatusCode.Created);
        var body = $$"""{"sku":"{{sku}}","quantity":{{quantity}},"fulfilment":{"kind":"ship","location":"london"},"holdForSeconds":900}""";
        (await _client.KeyedAsync("PUT", $"/v1/carts/{cart}/lines/line-1", body, ("Cart-Customer", customer))).Is(HttpStatusCode.Created);
        return cart;
    }

    private Task<Answer> MergeAsync(string survivor, string merge, string absorbed) => _client.PutAsync(Path(survivor, merge), $$"""{"absorbed":"{{absorbed}}","strategy":"sum"}""");

    private static string Path(string customer, string merge) => $"{People.Path(customer)}/merges/{merge}";
}
