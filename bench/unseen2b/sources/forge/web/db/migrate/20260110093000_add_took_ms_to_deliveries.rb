# frozen_string_literal: true

class AddTookMsToDeliveries < ActiveRecord::Migration[7.2]
  def change
    add_column :deliveries, :took_ms, :integer
  end
end
