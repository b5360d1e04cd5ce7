using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Omnichannel.Carts;
using Omnichannel.Http;

namespace Omnichannel.Customers;

/// <summary>Everything that is held on one person, as one JSON document. Written page by page, so that the longest history takes no more memory than a page of it.</summary>
internal sealed class CustomerExport(CustomerView customer, IGrainFactory grains, TimeProvider clock) : IResult
{
    private readonly HashSet<CartId> _carts = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = JsonBody.MediaType;
        response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, JsonBody.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("id", customer.Id.Value);
        writer.WriteString("exportedAt", clock.GetUtcNow());
        Write(writer, "customer", CustomerAnswer.Of(customer), CustomersJson.Default.CustomerAnswer);
        await WriteStateAsync(writer, httpContext.RequestAborted);
        await WriteHistoryAsync(writer, httpContext.RequestAborted);
        await WriteCartsAsync(writer, httpContext.RequestAborted);
        writer.WriteEndObject();
    }

    private async Task WriteStateAsync(Utf8JsonWriter writer, CancellationToken aborted)
    {
        var grain = grains.GetGrain<ICustomerGrain>(customer.Id.Value);
        var (ledger, told) = (await grain.PointsLedger(), await grain.Story());
        Write(writer, "points", new PointsAnswer(ledger.Points!, ledger.Entries), CustomersJson.Default.PointsAnswer);
        var story = told.Story!;
        Write(
            writer,
            "story",
            new StoryAnswer(story.Id, story.Version, story.Touchpoints, story.OpenIssues, null, story.Feedback, story.Sessions, story.LastPurchaseAt),
            CustomersJson.Default.StoryAnswer);
        writer.WriteStartArray("sessions");
        foreach (var live in story.Sessions)
        {
            if ((await grains.GetGrain<ISessionGrain>(live.Id.Value).Find()).Session is { } session)
                JsonSerializer.Serialize(writer, SessionAnswer.Of(session), CustomersJson.Default.SessionAnswer);
        }

        writer.WriteEndArray();
        await writer.FlushAsync(aborted);
    }

    private async Task WriteHistoryAsync(Utf8JsonWriter writer, CancellationToken aborted)
    {
        writer.WriteStartArray("history");
        foreach (var id in customer.Absorbed.Prepend(customer.Id))
        {
            writer.WriteStartObject();
            writer.WriteString("customer", id.Value);
            writer.WriteStartArray("events");
            for (long? after = 0; after is { } from;)
            {
                var page = await grains.GetGrain<ICustomerGrain>(id.Value).History(from, Limits.EventsPageDefault);
                foreach (var @event in page.Events)
                {
                    Remember(@event.Json);
                    writer.WriteRawValue(EventsAnswer.Flatten(@event), skipInputValidation: true);
                }

                await writer.FlushAsync(aborted);
                after = page.NextAfter;
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // Every cart that was the open one of this person, here or under an id that was merged.
    private async Task WriteCartsAsync(Utf8JsonWriter writer, CancellationToken aborted)
    {
        writer.WriteStartArray("carts");
        foreach (var id in _carts)
        {
            // One that was merged away still belongs to the id that it was of.
            foreach (var owner in customer.Absorbed.Prepend(customer.Id))
            {
                if (await WriteCartAsync(writer, grains.GetGrain<ICartGrain>(id.Value), CartActor.Of(owner), aborted)) break;
            }
        }

        writer.WriteEndArray();
    }

    private static async Task<bool> WriteCartAsync(Utf8JsonWriter writer, ICartGrain grain, CartActor actor, CancellationToken aborted)
    {
        if ((await grain.Cart(actor)).Cart is not { } cart) return false;
        writer.WriteStartObject();
        Write(writer, "cart", cart, CartsJson.Default.CartView);
        writer.WriteStartArray("events");
        for (long? after = 0; after is { } from;)
        {
            var page = (await grain.Events(actor, from, Limits.EventsPageDefault)).Events;
            foreach (var @event in page.Events) writer.WriteRawValue(EventsAnswer.Flatten(@event), skipInputValidation: true);
            await writer.FlushAsync(aborted);
            after = page.NextAfter;
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return true;
    }

    private void Remember(string @event)
    {
        using var json = JsonDocument.Parse(@event);
        if (json.RootElement.TryGetProperty("cartId", out var cart) && cart.GetString() is { } id) _carts.Add(CartId.Create(id));
    }

    private static void Write<T>(Utf8JsonWriter writer, string name, T value, JsonTypeInfo<T> type)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, type);
    }
}
